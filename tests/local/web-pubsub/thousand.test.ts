import { WebSocket } from 'ws';
import { covered } from '../conformance.ts';
import { openWorld, until, type World } from './harness.ts';

const CLIENTS = 1_000;
const MESSAGES = 5;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe(covered('A thousand connections in one group'), () => {
  it.each(['json.webpubsub.azure.v1', 'json.reliable.webpubsub.azure.v1'])(
    'each get every message once and in order: %s',
    async (subprotocol) => {
      const { url } = await world.service.getClientAccessToken({ groups: ['crowd'] });
      const clients = Array.from({ length: CLIENTS }, () => {
        const socket = new WebSocket(url, [subprotocol], { perMessageDeflate: false });
        const got: unknown[] = [];
        socket.on('message', (text) => {
          const { type, data } = JSON.parse(String(text));
          if (type === 'message') got.push(data.n);
        });
        return { socket, got };
      });
      await until(async () => (await world.counts()).connections === CLIENTS);
      const numbers = Array.from({ length: MESSAGES }, (_, n) => n);
      for (const n of numbers) await world.service.group('crowd').sendToAll({ n });
      await until(() => clients.every(({ got }) => got.length >= MESSAGES));
      expect(clients.filter(({ got }) => got.join() !== numbers.join())).toEqual([]);

      let members = 0;
      for await (const _ of await world.service.group('crowd').listConnections()) members += 1;
      expect(members).toBe(CLIENTS);
      for (const { socket } of clients) socket.close();
      await until(async () => (await world.counts()).connections === 0);
    },
    60_000,
  );
});
