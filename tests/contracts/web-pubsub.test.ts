import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { WebSocket } from 'ws';
import type { StandIn } from '../../local/shared/stand-in.ts';
import { startWebPubSub } from '../../local/web-pubsub/server.ts';
import { webPubSub } from '../../shared/live/web-pubsub.ts';
import { pushContract } from './push.contract.ts';

const SUBPROTOCOL = 'json.webpubsub.azure.v1';

let service: StandIn;
beforeAll(async () => {
  service = await startWebPubSub();
});
afterAll(() => service.close());

const open = () =>
  webPubSub(new WebPubSubServiceClient(service.connection, 'fleet', { allowInsecureConnection: true }));

/** Opens an address as the dashboard does; collects every frame. */
const connect = async (url: string) => {
  const socket = new WebSocket(url, [SUBPROTOCOL]);
  const frames: Record<string, unknown>[] = [];
  const received: unknown[] = [];
  socket.on('message', (text) => {
    const frame = JSON.parse(String(text));
    frames.push(frame);
    if (frame.type === 'message') received.push(frame.data);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, frames, received };
};

pushContract('Azure Web PubSub', async () => ({
  push: open(),
  now: () => new Date(),
  async connect(url) {
    const { socket, received } = await connect(url);
    return {
      received,
      leave: () =>
        new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
          socket.close();
        }),
    };
  },
  close: async () => undefined,
}));

describe('an address of the live channel', () => {
  it.each(['joinGroup', 'sendToGroup'])('lets nobody %s on their own', async (type) => {
    const push = open();
    const { socket, frames } = await connect((await push.addressFor('user:mia', ['t:ten_acme'])).url);
    socket.send(JSON.stringify({ type, group: 't:ten_globex', ackId: 1, dataType: 'json', data: { forged: true } }));
    while (!frames.some((frame) => frame.type === 'ack')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(frames.find((frame) => frame.type === 'ack')).toMatchObject({
      success: false,
      error: { name: 'Forbidden' },
    });
    expect(await push.isWatched('t:ten_globex')).toBe(false);
    socket.close();
  });

  it('cannot be bent to another group', async () => {
    const { url } = await open().addressFor('user:mia', ['t:ten_acme']);
    const [head, payload = '', signature] = url.split('.').slice(-3);
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, 'webpubsub.group': ['t:ten_globex'] })).toString(
      'base64url',
    );
    const bent = [...url.split('.').slice(0, -3), head, forged, signature].join('.');
    await expect(connect(bent)).rejects.toThrow('401');
  });
});
