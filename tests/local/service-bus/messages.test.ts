import type { ServiceBusReceiver, ServiceBusSender } from '@azure/service-bus';
import { covered, refused } from '../conformance.ts';
import { bodies, errorCode, openWorld, range, receive, receiveAll, receiveOne, type World } from './world.ts';

describe('messages of a queue', () => {
  let world: World;
  let sender: ServiceBusSender;
  let receiver: ServiceBusReceiver;
  let deadLetters: ServiceBusReceiver;

  beforeEach(async () => {
    world = await openWorld({ queues: [{ name: 'jobs', maxDeliveryCount: 2 }] });
    sender = world.client.createSender('jobs');
    receiver = world.client.createReceiver('jobs', { maxAutoLockRenewalDurationInMs: 0 });
    deadLetters = world.client.createReceiver('jobs', { subQueueType: 'deadLetter' });
  });
  afterEach(() => world.close());

  const counts = () => world.bus.counts().jobs;
  const empty = { active: 0, scheduled: 0, deferred: 0, deadLettered: 0, locked: 0 };

  it(covered('Messages: all properties, peek-lock receive, complete'), async () => {
    const at = new Date(1.7e12);
    const properties = { s: 'str', i: 7, f: 1.5, b: true, negative: -3, big: 5e10 };
    await sender.sendMessages({
      body: { a: [1, 'x', null] },
      messageId: 'id-1',
      correlationId: 'corr',
      contentType: 'application/json',
      subject: 'subj',
      to: 'to',
      replyTo: 'rt',
      replyToSessionId: 'rts',
      partitionKey: 'pk',
      timeToLive: 60_000,
      applicationProperties: { ...properties, at },
    });
    const message = await receiveOne(receiver);
    expect(message).toMatchObject({
      body: { a: [1, 'x', null] },
      messageId: 'id-1',
      correlationId: 'corr',
      contentType: 'application/json',
      subject: 'subj',
      to: 'to',
      replyTo: 'rt',
      replyToSessionId: 'rts',
      partitionKey: 'pk',
      timeToLive: 60_000,
      applicationProperties: { ...properties, at: at.getTime() },
      deliveryCount: 0,
      state: 'active',
      lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(Number(message.expiresAtUtc)).toBe(Number(message.enqueuedTimeUtc) + 60_000);
    expect(Number(message.lockedUntilUtc)).toBeGreaterThan(Number(message.enqueuedTimeUtc));
    expect(counts()).toEqual({ ...empty, active: 1, locked: 1 });
    await receiver.completeMessage(message);
    expect(counts()).toEqual(empty);
  });

  it(covered('Messages: bodies of text, bytes, values and sequences'), async () => {
    await sender.sendMessages([{ body: 'text' }, { body: Buffer.from([1, 2, 3]) }]);
    await sender.sendMessages({ body: { v: 1 }, bodyType: 'value' });
    await sender.sendMessages({ body: [1, 2, 'x'], bodyType: 'sequence' });
    const messages = await receive(receiver, 4);
    expect(bodies(messages)).toEqual(['text', Buffer.from([1, 2, 3]), { v: 1 }, [1, 2, 'x']]);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(4);
  });

  it(covered('Batches, as arrays and ServiceBusMessageBatch, and receive-and-delete'), async () => {
    const batch = await sender.createMessageBatch();
    expect(batch.maxSizeInBytes).toBe(256 * 1024);
    for (const body of range(50)) expect(batch.tryAddMessage({ body })).toBe(true);
    await sender.sendMessages(batch);
    await sender.sendMessages([{ body: 'only one' }]);
    const taker = world.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
    const messages = await receive(taker, 51);
    expect(bodies(messages)).toEqual([...range(50), 'only one']);
    expect(messages[0]?.lockToken).toBeUndefined();
    expect(counts()).toEqual(empty);
  });

  it(covered('Limits of the Standard tier: 256 KB'), async () => {
    const tooMuch = { body: Buffer.alloc(257 * 1024) };
    expect((await sender.createMessageBatch()).tryAddMessage(tooMuch)).toBe(false);
    expect(await errorCode(sender.sendMessages(tooMuch))).toBe('MessageSizeExceeded');
    expect(counts()).toEqual(empty);
    await sender.sendMessages({ body: Buffer.alloc(255 * 1024, 7) });
    expect((await receiveOne(receiver)).body).toEqual(Buffer.alloc(255 * 1024, 7));
  });

  it(covered('Atomic batches: all of a transfer or nothing'), async () => {
    // Something the SDK does not check itself, so that it is the broker who refuses.
    const wrong = { body: 2, applicationProperties: { long: 'x'.repeat(65 * 1024) } };
    expect(await errorCode(sender.sendMessages([{ body: 1 }, wrong, { body: 3 }]))).toBe('MessageSizeExceeded');
    expect(counts()).toEqual(empty);
  });

  it('refuses a batch with no message in it, as the service does', async () => {
    await expect(sender.sendMessages([])).rejects.toThrow('received a batch message with no data in it');
  });

  it(covered('Abandon, back to the old place, with changed properties'), async () => {
    await sender.sendMessages([{ body: 1 }, { body: 2 }]);
    await receiver.abandonMessage(await receiveOne(receiver), { why: 'again' });
    const messages = await receive(receiver, 2);
    expect(messages.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect(messages[0]?.applicationProperties).toEqual({ why: 'again' });
  });

  it(covered('Dead-letter queue, with reason and description'), async () => {
    await sender.sendMessages({ body: 'bad', applicationProperties: { k: 1 } });
    const message = await receiveOne(receiver);
    const deadLetterErrorDescription = 'smells';
    await receiver.deadLetterMessage(message, { deadLetterReason: 'Rotten', deadLetterErrorDescription, extra: 'e' });
    expect(counts()).toEqual({ ...empty, deadLettered: 1 });
    const dead = await receiveOne(deadLetters);
    expect(dead).toMatchObject({
      body: 'bad',
      deadLetterReason: 'Rotten',
      deadLetterErrorDescription: 'smells',
      applicationProperties: { k: 1, extra: 'e' },
      sequenceNumber: message.sequenceNumber,
    });
    await deadLetters.completeMessage(dead);
    expect(counts()).toEqual(empty);
  });

  it(covered('Maximum delivery count'), async () => {
    await sender.sendMessages({ body: 'poison' });
    for (const deliveryCount of [0, 1]) {
      const message = await receiveOne(receiver);
      expect(message.deliveryCount).toBe(deliveryCount);
      await receiver.abandonMessage(message);
    }
    expect(await receiveAll(receiver)).toEqual([]);
    for (const _ of range(3)) {
      const dead = await receiveOne(deadLetters);
      expect(dead.deadLetterReason).toBe('MaxDeliveryCountExceeded');
      await deadLetters.abandonMessage(dead);
    }
    expect(counts()).toEqual({ ...empty, deadLettered: 1 });
  });

  it(covered('Deferred messages, received by sequence number'), async () => {
    await sender.sendMessages([{ body: 'd1' }, { body: 'd2' }]);
    const messages = await receive(receiver, 2);
    const numbers = messages.flatMap(({ sequenceNumber }) => sequenceNumber ?? []);
    for (const message of messages) await receiver.deferMessage(message, { parked: true });
    expect(counts()).toEqual({ ...empty, deferred: 2 });
    expect(await receiveAll(receiver)).toEqual([]);

    const [first, second] = await receiver.receiveDeferredMessages(numbers);
    expect(first).toMatchObject({ body: 'd1', state: 'deferred', applicationProperties: { parked: true } });
    if (!first || !second) throw new Error('Both deferred messages should have come.');
    await receiver.completeMessage(first);
    await receiver.abandonMessage(second);
    expect(await errorCode(receiver.receiveDeferredMessages(numbers))).toBe('MessageNotFound');

    const [again] = await receiver.receiveDeferredMessages(numbers.slice(1));
    if (!again) throw new Error('The abandoned message should be deferred still.');
    expect(again.deliveryCount).toBe(1);
    await receiver.deadLetterMessage(again, { deadLetterReason: 'x', deadLetterErrorDescription: 'y' });
    expect(counts()).toEqual({ ...empty, deadLettered: 1 });
  });

  it(refused('Peek, and deferred messages in receive-and-delete mode'), async () => {
    await expect(receiver.peekMessages(1)).rejects.toThrow(/operation 'com.microsoft:peek-message' is not simulated/);
    await sender.sendMessages({ body: 'later' });
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    const taker = world.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
    await expect(taker.receiveDeferredMessages(message.sequenceNumber ?? [])).rejects.toThrow(/is not simulated/);
    expect(counts()).toEqual({ ...empty, deferred: 1 });
  });

  it('can be iterated over', async () => {
    await sender.sendMessages([{ body: 1 }, { body: 2 }]);
    const seen: unknown[] = [];
    for await (const message of receiver.getMessageIterator()) {
      seen.push(message.body);
      await receiver.completeMessage(message);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([1, 2]);
  });
});
