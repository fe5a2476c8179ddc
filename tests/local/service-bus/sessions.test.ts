import type { ServiceBusSender } from '@azure/service-bus';
import { covered } from '../conformance.ts';
import { bodies, clientOf, errorCode, openWorld, range, receive, receiveOne, until, type World } from './world.ts';

describe(covered('Sessions: by id and next available, in order, with state and lock renewal'), () => {
  let world: World;
  let sender: ServiceBusSender;
  const manual = { maxAutoLockRenewalDurationInMs: 0 };

  beforeEach(async () => {
    world = await openWorld({
      queues: [{ name: 'shards', requiresSession: true, lockDuration: 'PT30S' }, { name: 'plain' }],
    });
    sender = world.client.createSender('shards');
  });
  afterEach(() => world.close());

  it('deliver their messages in order to the one receiver that holds them', async () => {
    await sender.sendMessages([
      { sessionId: 'v1', body: 1 },
      { sessionId: 'v2', body: 10 },
      { sessionId: 'v1', body: 2 },
    ]);
    const first = await world.client.acceptSession('shards', 'v1', manual);
    expect(first.sessionId).toBe('v1');
    expect(Number(first.sessionLockedUntilUtc)).toBeGreaterThan(Date.now());
    expect(bodies(await receive(first, 2))).toEqual([1, 2]);
    expect(await errorCode(world.client.acceptSession('shards', 'v1'))).toBe('SessionCannotBeLocked');

    const next = await world.client.acceptNextSession('shards', manual);
    expect(next.sessionId).toBe('v2');
    await next.completeMessage(await receiveOne(next));
  });

  it(covered('Session state'), async () => {
    const holder = await world.client.acceptSession('shards', 'v1', manual);
    expect(await holder.getSessionState()).toBeNull();
    await holder.setSessionState({ step: 3 });
    expect(await holder.getSessionState()).toEqual({ step: 3 });
    await holder.close();
    const other = await world.client.acceptSession('shards', 'v1', manual);
    expect(await other.getSessionState()).toEqual({ step: 3 });
    await other.setSessionState(null);
    expect(await other.getSessionState()).toBeNull();
  });

  it('are closed to whoever holds another one', async () => {
    const holder = await world.client.acceptSession('shards', 'v1', manual);
    const stranger = await world.client.acceptSession('shards', 'v2', manual);
    Reflect.set(stranger, 'sessionId', 'v1');
    expect(await errorCode(stranger.getSessionState())).toBe('SessionLockLost');
    expect(await errorCode(stranger.setSessionState('mine'))).toBe('SessionLockLost');
    expect(await errorCode(stranger.renewSessionLock())).toBe('SessionLockLost');
    expect(await holder.getSessionState()).toBeNull();
  });

  it('are free again as soon as their receiver is closed, and no delivery counts as failed', async () => {
    await sender.sendMessages([1, 2].map((body) => ({ sessionId: 'v1', body })));
    const first = await world.client.acceptSession('shards', 'v1', manual);
    await receive(first, 2);
    await first.close();
    const second = await world.client.acceptSession('shards', 'v1', manual);
    const messages = await receive(second, 2);
    expect(messages.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      [1, 0],
      [2, 0],
    ]);
    for (const message of messages) await second.completeMessage(message);
    expect(world.bus.counts().shards?.active).toBe(0);
  });

  it('are free again when the connection of their receiver breaks', async () => {
    const doomed = clientOf(world.bus.connection);
    await sender.sendMessages({ sessionId: 'v1', body: 1 });
    await receiveOne(await doomed.acceptSession('shards', 'v1', manual));
    Reflect.get(doomed, '_connectionContext').connection._connection.socket.end();
    await until(() => world.bus.counts().shards?.locked === 0);
    const next = await world.client.acceptSession('shards', 'v1', manual);
    expect((await receiveOne(next)).deliveryCount).toBe(0);
    await doomed.close();
  });

  it('can be waited for', async () => {
    const waiting = world.client.acceptNextSession('shards', manual);
    await sender.sendMessages({ sessionId: 'v3', body: 'late' });
    const session = await waiting;
    expect(session.sessionId).toBe('v3');
    expect((await receiveOne(session)).body).toBe('late');
  });

  it('are not waited for longer than the client allows', async () => {
    const outcomes: string[] = [];
    void errorCode(world.client.acceptNextSession('shards')).then((code) => outcomes.push(code));
    await until(() => {
      world.advance(1_000);
      return outcomes.length > 0;
    });
    expect(outcomes).toEqual(['ServiceTimeout']);
    await sender.sendMessages({ sessionId: 'v1', body: 1 });
    expect((await world.client.acceptNextSession('shards', manual)).sessionId).toBe('v1');
  });

  it('are lost when their lock expires: the link is closed and the delivery counts as failed', async () => {
    await sender.sendMessages({ sessionId: 'x', body: 1 });
    const first = await world.client.acceptSession('shards', 'x', manual);
    const message = await receiveOne(first);
    world.advance(30_000);
    // Until the client has seen its link close: a settlement that crosses the news is forgotten by the SDK, which then waits for a minute.
    await until(() => first.isClosed);
    expect(await errorCode(first.completeMessage(message))).toBe('SessionLockLost');
    const second = await world.client.acceptSession('shards', 'x', manual);
    expect((await receiveOne(second)).deliveryCount).toBe(1);
  });

  it('stay locked, with their messages, as long as they are renewed', async () => {
    await sender.sendMessages({ sessionId: 'x', body: 1 });
    const session = await world.client.acceptSession('shards', 'x', manual);
    const message = await receiveOne(session);
    const before = Number(session.sessionLockedUntilUtc);
    world.advance(20_000);
    expect(Number(await session.renewSessionLock())).toBe(before + 20_000);
    world.advance(20_000);
    await session.completeMessage(message);
    expect(world.bus.counts().shards?.active).toBe(0);
  });

  it('defer messages that only their holder can fetch', async () => {
    await sender.sendMessages({ sessionId: 'x', body: 'later' });
    const session = await world.client.acceptSession('shards', 'x', manual);
    const message = await receiveOne(session);
    await session.deferMessage(message);
    const numbers = message.sequenceNumber ?? [];
    const other = await world.client.acceptSession('shards', 'y', manual);
    expect(await errorCode(other.receiveDeferredMessages(numbers))).toBe('MessageNotFound');
    const [deferred] = await session.receiveDeferredMessages(numbers);
    if (!deferred) throw new Error('The deferred message should have come.');
    await session.completeMessage(deferred);
    expect(world.bus.counts().shards?.deferred).toBe(0);
  });

  it('can be subscribed to', async () => {
    const session = await world.client.acceptSession('shards', 'sub');
    const seen: unknown[] = [];
    session.subscribe({
      processMessage: async ({ body }) => void seen.push(body),
      processError: async ({ error }) => void seen.push(error),
    });
    await sender.sendMessages(range(20).map((body) => ({ body, sessionId: 'sub' })));
    await until(() => seen.length === 20 && world.bus.counts().shards?.active === 0);
    expect(seen).toEqual(range(20));
  });

  it('are required where they are declared, and refused where they are not', async () => {
    const { client } = world;
    await expect(sender.sendMessages({ body: 1 })).rejects.toThrow(/SessionId was not set/);
    await expect(sender.sendMessages([{ body: 1, sessionId: 'a' }, { body: 2 }])).rejects.toThrow(/SessionId/);
    expect(world.bus.counts().shards?.active).toBe(0);
    await expect(client.createReceiver('shards').receiveMessages(1)).rejects.toThrow(/requires sessions/);
    await expect(client.acceptSession('plain', 'a')).rejects.toThrow(
      /Failed to create a receiver for the requested session/,
    );
  });
});
