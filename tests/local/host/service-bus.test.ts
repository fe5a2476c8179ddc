import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { type ServiceBusStandIn, startServiceBus } from '../../../local/service-bus/server.ts';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered } from '../conformance.ts';
import { appDir, cleanUp, eventually, seenBy, start, temporaryDirectory, written } from './support.ts';

const queue = (name: string, more: object = {}) => ({ name, ...more });
const entities = {
  queues: [
    queue('orders'),
    queue('failing', { maxDeliveryCount: 3 }),
    queue('slow'),
    queue('endless', { maxDeliveryCount: 2 }),
    queue('sessions', { requiresSession: true }),
    queue('session-batches', { requiresSession: true }),
  ],
  topics: [{ name: 'events', subscriptions: [{ name: 'batches', maxDeliveryCount: 2 }] }],
};

let dataDir: string;
let bus: ServiceBusStandIn;
let client: ServiceBusClient;
let host: SpawnedHost;

beforeAll(async () => {
  dataDir = temporaryDirectory();
  bus = await startServiceBus({ entities, dataDir });
  client = new ServiceBusClient(bus.connection);
  host = await start(appDir('service-bus'), { env: { BUS: bus.connection, ORDERS: 'orders' } });
});
afterAll(async () => {
  await host.stop();
  await client.close();
  await bus.close();
  await cleanUp();
});

const send = (entity: string, messages: ServiceBusMessage | ServiceBusMessage[]) =>
  client.createSender(entity).sendMessages(messages);

/** What the test app has recorded; each function records what its test wants to know. */
interface Seen {
  one: { message: unknown; metadata: Record<string, unknown> };
  failing: { message: string; deliveryCount: number };
  slow: number;
  'slow-done': string;
  endless: number;
  many: { messages: { n: number }[]; metadata: Record<string, unknown> };
  sessions: { sessionId: string; message: unknown; atOnce: number; open: number };
  sessionBatches: { messages: unknown[]; sessions: string[] };
}

const seen = <Name extends keyof Seen>(name: Name) => seenBy<Seen[Name]>(host, name);

/** Waits until a function has been seen at least that often. */
const seenTimes = <Name extends keyof Seen>(name: Name, times: number) =>
  eventually(async () => {
    const records = await seen(name);
    expect(records.length).toBeGreaterThanOrEqual(times);
    return records;
  });

const active = (entity: string) => bus.counts()[entity];

describe(covered('Service Bus trigger: queue, complete and abandon, metadata, maxConcurrentCalls'), () => {
  it('passes body and metadata as Azure does, and completes the message', async () => {
    await send('orders', {
      body: { id: 9 },
      messageId: '0042',
      correlationId: '77',
      subject: 'order',
      contentType: 'application/json',
      applicationProperties: { 'X-Trace': '1', tenant: 'acme', count: 3 },
    });
    const [first] = await seenTimes('one', 1);
    const { message, metadata = {} } = first ?? {};
    expect(message).toEqual({ id: 9 });
    expect(metadata).toMatchObject({
      messageId: '0042',
      correlationId: 77,
      subject: 'order',
      contentType: 'application/json',
      deliveryCount: 1,
      sequenceNumber: 1,
      applicationProperties: { 'x-Trace': '1', tenant: 'acme', count: 3 },
    });
    expect(Date.parse(String(metadata.enqueuedTimeUtc))).toBeGreaterThan(Date.now() - 60_000);
    expect(metadata.lockToken).toMatch(/^[0-9a-f-]{36}$/);
    expect(metadata).not.toHaveProperty('sessionId');
    await eventually(() => expect(active('orders')).toMatchObject({ active: 0 }));
  });

  it('gives text as text, and JSON-like text parsed', async () => {
    await send('orders', [{ body: Buffer.from('plain words') }, { body: Buffer.from('123') }]);
    const records = await seenTimes('one', 3);
    const messages = records.map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining(['plain words', 123]));
  });

  it('gives a message back when the function throws, until the broker has had enough', async () => {
    await send('failing', { body: 'bad' });
    const records = await seenTimes('failing', 3);
    expect(records).toEqual([1, 2, 3].map((deliveryCount) => ({ message: 'bad', deliveryCount })));
    const [dead] = await client.createReceiver('failing', { subQueueType: 'deadLetter' }).receiveMessages(1);
    expect(dead?.deadLetterReason).toBe('MaxDeliveryCountExceeded');
    expect(host.output()).toMatch(/error failing {2}Error: cannot take this/);
  });

  it('runs as many at once as host.json allows, and no more', async () => {
    await send(
      'slow',
      Array.from({ length: 10 }, (_, body) => ({ body })),
    );
    await seenTimes('slow-done', 10);
    expect(Math.max(...(await seen('slow')))).toBe(4);
  });

  it('gives a message back when the function takes longer than it may', async () => {
    await send('endless', { body: 'x' });
    expect(await seenTimes('endless', 2)).toEqual([1, 2]);
    await written(host, /error endless {2}Error: Timeout value of 1 s exceeded/);
  });
});

describe(covered("Service Bus trigger: topic, cardinality 'many', maxMessageBatchSize"), () => {
  it('passes messages together, their metadata in the same order, and completes all', async () => {
    const messages = Array.from({ length: 30 }, (_, n) => ({ body: { n }, messageId: `m${n}` }));
    await send('events', messages);
    const total = (records: readonly Seen['many'][]) => records.flatMap((record) => record.messages).length;
    const records = await eventually(async () => {
      const all = await seen('many');
      expect(total(all)).toBe(30);
      return all;
    });
    expect(Math.max(...records.map((record) => record.messages.length))).toBeLessThanOrEqual(20);
    expect(records.length).toBeLessThan(30);
    for (const { messages: bodies, metadata } of records)
      expect(metadata.messageIdArray).toEqual(bodies.map(({ n }) => `m${n}`));
    await eventually(() => expect(active('events/Subscriptions/batches')).toMatchObject({ active: 0 }));
  });

  it('gives the whole batch back when the function throws', async () => {
    await send('events', { body: 'poison', messageId: 'p' });
    const receiver = client.createReceiver('events', 'batches', { subQueueType: 'deadLetter' });
    const [dead] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5_000 });
    expect(dead?.messageId).toBe('p');
  });
});

describe(covered('Service Bus trigger: sessions, maxConcurrentSessions, sessionIdleTimeout'), () => {
  it('takes each session in order, one message at a time, and several sessions at once', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await send(
      'sessions',
      ids.flatMap((sessionId) => [1, 2, 3, 4].map((body) => ({ sessionId, body }))),
    );
    const records = await seenTimes('sessions', 20);
    for (const id of ids) {
      const own = records.filter(({ sessionId }) => sessionId === id);
      expect(own.map(({ message }) => message)).toEqual([1, 2, 3, 4]);
    }
    expect(Math.max(...records.map(({ atOnce }) => atOnce))).toBe(1);
    expect(Math.max(...records.map(({ open }) => open))).toBe(2);
  });

  it('passes batches that never mix sessions', async () => {
    await send(
      'session-batches',
      ['s', 't'].flatMap((sessionId) => [1, 2, 3].map((body) => ({ sessionId, body }))),
    );
    const records = await eventually(async () => {
      const all = await seen('sessionBatches');
      expect(all.flatMap(({ messages }) => messages)).toHaveLength(6);
      return all;
    });
    for (const { sessions } of records) expect(new Set(sessions).size).toBe(1);
  });

  it('comes back to a session that was quiet for a while', async () => {
    await send('sessions', { sessionId: 'late', body: 1 });
    await seenTimes('sessions', 21);
    await eventually(() => expect(active('sessions')).toMatchObject({ active: 0 }));
    await send('sessions', { sessionId: 'late', body: 2 });
    expect((await seenTimes('sessions', 22)).at(-1)).toMatchObject({ sessionId: 'late', message: 2 });
  });
});

it('listens again after the broker was away', async () => {
  const { port } = bus;
  const before = (await seen('one')).length;
  await bus.close();
  bus = await startServiceBus({ entities, dataDir, port });
  const again = new ServiceBusClient(bus.connection);
  await again.createSender('orders').sendMessages({ body: 'after' });
  await again.createSender('sessions').sendMessages({ body: 'after', sessionId: 'z' });
  await again.close();
  expect((await seenTimes('one', before + 1)).at(-1)?.message).toBe('after');
  await eventually(async () =>
    expect((await seen('sessions')).at(-1)).toMatchObject({ sessionId: 'z', message: 'after' }),
  );
});

it('finishes the messages it has taken in before it ends', async () => {
  const done = (await seen('slow-done')).length;
  const sender = new ServiceBusClient(bus.connection);
  await sender.createSender('slow').sendMessages([{ body: 'last' }]);
  await eventually(async () => expect((await seen('slow')).length).toBeGreaterThan(done));
  await host.stop();
  await sender.close();
  await eventually(() => expect(active('slow')).toMatchObject({ active: 0 }));
});
