import { createServer, type Server } from 'node:net';
import { readPorts, requireFree } from '../../../local/ports.ts';

const servers: Server[] = [];

const taken = (host: string) =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
    servers.push(server);
  });

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test.each(['127.0.0.1', '0.0.0.0'])('A port that somebody has on %s is named, with the way out', async (host) => {
  const port = await taken(host);
  const refusal = requireFree({ WEB_PORT: port });
  await expect(refusal).rejects.toThrow(`WEB_PORT ${port} is taken by another process.`);
  await expect(refusal).rejects.toThrow(/choose another port: WEB_PORT=\d+$/);
});

test('All ports that are taken are named at once', async () => {
  const [web, cosmos] = [await taken('127.0.0.1'), await taken('127.0.0.1')];
  const refusal = requireFree({ WEB_PORT: web, COSMOS_PORT: cosmos });
  await expect(refusal).rejects.toThrow(`WEB_PORT ${web} is taken`);
  await expect(refusal).rejects.toThrow(`COSMOS_PORT ${cosmos} is taken`);
});

test('Ports that nobody has are free, and still free after being looked at', async () => {
  const port = await taken('127.0.0.1');
  await new Promise((resolve) => servers.pop()?.close(resolve));
  await expect(requireFree({ WEB_PORT: port })).resolves.toBeUndefined();
  await expect(requireFree({ WEB_PORT: port })).resolves.toBeUndefined();
});

test('The environment moves a port; empty means the default', () => {
  const defaults = { WEB_PORT: 4280, COSMOS_PORT: 8081 };
  expect(readPorts(defaults, { WEB_PORT: '5000', COSMOS_PORT: '' })).toEqual({ WEB_PORT: 5000, COSMOS_PORT: 8081 });
});

test.each(['abc', '0', '65536', '80.5', '-1'])('%s is not a port', (text) => {
  expect(() => readPorts({ WEB_PORT: 4280 }, { WEB_PORT: text })).toThrow(
    `WEB_PORT is "${text}", which is not a port.`,
  );
});

test('Two services cannot have the same port', () => {
  const defaults = { WEB_PORT: 4280, COSMOS_PORT: 8081 };
  expect(() => readPorts(defaults, { COSMOS_PORT: '4280' })).toThrow('COSMOS_PORT and WEB_PORT are both 4280.');
});
