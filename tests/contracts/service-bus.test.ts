import { ServiceBusClient } from '@azure/service-bus';
import topics from '../../infra/topics.json' with { type: 'json' };
import { type ServiceBusStandIn, startServiceBus } from '../../local/service-bus/server.ts';
import { manualClock } from '../../local/shared/clock.ts';
import { serviceBus } from '../../shared/messaging/service-bus.ts';
import { busContract } from './bus.contract.ts';

const clock = manualClock(Date.now());
let broker: ServiceBusStandIn;
let client: ServiceBusClient;

beforeAll(async () => {
  broker = await startServiceBus({ entities: topics, clock });
  client = new ServiceBusClient(broker.connection, { retryOptions: { maxRetries: 0, timeoutInMs: 20_000 } });
});
afterAll(async () => {
  await client.close();
  await broker.close();
});

busContract('Azure Service Bus', async () => ({
  bus: serviceBus(new ServiceBusClient(broker.connection, { retryOptions: { maxRetries: 0, timeoutInMs: 20_000 } })),
  now: () => new Date(clock.now()),
  async receive(queue, atLeast) {
    const receiver = client.createReceiver(queue, { receiveMode: 'receiveAndDelete' });
    const bodies: unknown[] = [];
    while (bodies.length < atLeast) {
      const some = await receiver.receiveMessages(atLeast - bodies.length, { maxWaitTimeInMs: 20_000 });
      if (some.length === 0) throw new Error(`Only ${bodies.length} of ${atLeast} messages came.`);
      bodies.push(...some.map(({ body }): unknown => body));
    }
    // One that should not be there would be there by now.
    const more = await receiver.receiveMessages(10, { maxWaitTimeInMs: 50 });
    await receiver.close();
    bodies.push(...more.map(({ body }): unknown => body));
    return bodies;
  },
  pass: async (milliseconds) => clock.advance(milliseconds),
}));

describe('a broker that does not answer', () => {
  it('is told apart: the caller may send again', async () => {
    const gone = await startServiceBus({ entities: topics });
    await gone.close();
    const bus = serviceBus(
      new ServiceBusClient(gone.connection, { retryOptions: { maxRetries: 0, timeoutInMs: 500 } }),
    );
    await expect(bus.send('telemetry', [{ body: 1, sessionId: 's' }])).rejects.toMatchObject({
      kind: 'upstream',
      code: 'bus/unavailable',
    });
    await bus.close();
  });
});

it('a message that is no JSON goes to the dead letters as it came, and stops nobody', async () => {
  const bus = serviceBus(new ServiceBusClient(broker.connection, { retryOptions: { maxRetries: 0 } }));
  const sessionId = 'ten_acme/broken';
  const sender = client.createSender('telemetry');
  await sender.sendMessages([
    { body: Buffer.from('{"fixes": ['), sessionId },
    { body: Buffer.from('7'), sessionId },
  ]);
  const seen: unknown[] = [];
  await bus.drain('telemetry', sessionId, async (messages) => void seen.push(...messages.map(({ body }) => body)));
  expect(seen).toEqual([7]);
  expect(await bus.deadLetters('telemetry', 10)).toMatchObject([
    { body: '{"fixes": [', sessionId, reason: 'not-json' },
  ]);
  await bus.close();
});
