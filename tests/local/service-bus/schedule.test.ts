import type { ServiceBusReceiver, ServiceBusSender } from '@azure/service-bus';
import { covered, differs, refused } from '../conformance.ts';
import { bodies, openWorld, range, receive, receiveAll, receiveOne, type World } from './world.ts';

const MINUTE = 60_000;

describe(covered('Scheduled messages'), () => {
  let world: World;
  let sender: ServiceBusSender;
  let receiver: ServiceBusReceiver;
  const soon = () => new Date(Date.now() + 10 * MINUTE);

  beforeEach(async () => {
    const duplicates = { requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: 'PT1M' };
    world = await openWorld({
      queues: [{ name: 'jobs' }, { name: 'once', ...duplicates }],
      topics: [{ name: 'news', ...duplicates, subscriptions: [{ name: 'all' }] }],
    });
    sender = world.client.createSender('jobs');
    receiver = world.client.createReceiver('jobs');
  });
  afterEach(() => world.close());

  it('become active when their time has come, under a new number', async () => {
    const at = soon();
    const [first, second] = await sender.scheduleMessages([{ body: 'A' }, { body: 'B' }], at);
    await sender.sendMessages({ body: 'C', scheduledEnqueueTimeUtc: at });
    if (!first || !second) throw new Error('Each scheduled message should have a number.');
    expect(world.bus.counts().jobs).toMatchObject({ active: 0, scheduled: 3 });
    expect(await receiveAll(receiver)).toEqual([]);

    world.advance(11 * MINUTE);
    const messages = await receive(receiver, 3);
    expect(bodies(messages)).toEqual(['A', 'B', 'C']);
    expect(Number(messages[0]?.enqueuedTimeUtc)).toBeGreaterThanOrEqual(at.getTime());
    expect(messages[0]?.enqueuedSequenceNumber).toBe(first.toNumber());
    expect(messages[0]?.sequenceNumber?.toNumber()).toBeGreaterThan(second.toNumber());
  });

  it(refused('Cancelling scheduled messages'), async () => {
    const numbers = await sender.scheduleMessages({ body: 'A' }, soon());
    await expect(sender.cancelScheduledMessages(numbers)).rejects.toThrow(/cancel-scheduled-message' is not simulated/);
    expect(world.bus.counts().jobs?.scheduled).toBe(1);
  });

  it('are delivered at once when their time is past', async () => {
    await sender.scheduleMessages({ body: 'late' }, new Date(Date.now() - MINUTE));
    expect((await receiveOne(receiver)).body).toBe('late');
  });

  it('that are due at the same time become active in the order they were sent', async () => {
    await sender.scheduleMessages(
      range(50).map((body) => ({ body })),
      soon(),
    );
    world.advance(11 * MINUTE);
    expect(bodies(await receive(receiver, 50))).toEqual(range(50));
  });

  it('wait at a topic before they reach its subscriptions', async () => {
    const topic = world.client.createSender('news');
    await topic.scheduleMessages({ body: 'tomorrow' }, soon());
    expect(world.bus.counts()).toMatchObject({ news: { scheduled: 1 }, 'news/Subscriptions/all': { active: 0 } });
    world.advance(11 * MINUTE);
    expect((await receiveOne(world.client.createReceiver('news', 'all'))).body).toBe('tomorrow');
    expect(world.bus.counts().news?.scheduled).toBe(0);
  });

  it.each(['once', 'news'])('count as duplicates within the window (%s)', async (entity) => {
    const once = world.client.createSender(entity);
    await once.scheduleMessages({ body: 1, messageId: 'wake-up' }, soon());
    await once.scheduleMessages({ body: 2, messageId: 'wake-up' }, soon());
    await once.sendMessages({ body: 3, messageId: 'wake-up', scheduledEnqueueTimeUtc: soon() });
    await once.sendMessages({ body: 4, messageId: 'wake-up' });
    expect(world.bus.counts()[entity]).toMatchObject({ active: 0, scheduled: 1 });
    world.advance(MINUTE);
    await once.scheduleMessages({ body: 5, messageId: 'wake-up' }, soon());
    expect(world.bus.counts()[entity]?.scheduled).toBe(2);
  });
});

describe(covered('Duplicate detection by message id'), () => {
  let world: World;
  const entities = {
    queues: [
      { name: 'once', requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: 'PT20S' },
      { name: 'always' },
    ],
  };
  beforeEach(async () => {
    world = await openWorld(entities);
  });
  afterEach(() => world.close());

  it('accepts a repeated message id and drops the message', async () => {
    const sender = world.client.createSender('once');
    await sender.sendMessages([
      { body: 1, messageId: 'a' },
      { body: 2, messageId: 'b' },
      { body: 3, messageId: 'a' },
    ]);
    await sender.sendMessages({ body: 4, messageId: 'b' });
    await sender.sendMessages([{ body: 5 }, { body: 6 }]);
    const receiver = world.client.createReceiver('once', { receiveMode: 'receiveAndDelete' });
    expect(bodies(await receive(receiver, 4))).toEqual([1, 2, 5, 6]);
    await sender.sendMessages({ body: 7, messageId: 'a' });
    world.advance(20_000);
    await sender.sendMessages({ body: 8, messageId: 'a' });
    expect((await receiveOne(receiver)).body).toBe(8);
  });

  it('is not done where it is not asked for', async () => {
    const sender = world.client.createSender('always');
    await sender.sendMessages([
      { body: 1, messageId: 'a' },
      { body: 2, messageId: 'a' },
    ]);
    expect(world.bus.counts().always?.active).toBe(2);
  });
});

describe(covered('Time to live of message and entity, with and without dead-lettering'), () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({
      queues: [
        { name: 'kept', deadLetteringOnMessageExpiration: true },
        { name: 'dropped', defaultMessageTimeToLive: 'PT10S' },
      ],
    });
  });
  afterEach(() => world.close());

  it('moves an expired message to the dead-letter queue, where it lives for ever', async () => {
    await world.client.createSender('kept').sendMessages({ body: 'short', timeToLive: 5_000 });
    world.advance(5_000);
    expect(await receiveAll(world.client.createReceiver('kept'))).toEqual([]);
    world.advance(40 * MINUTE);
    const dead = await receiveOne(world.client.createReceiver('kept', { subQueueType: 'deadLetter' }));
    expect(dead).toMatchObject({ body: 'short', deadLetterReason: 'TTLExpiredException' });
  });

  it('drops an expired message where the queue does not keep them, at the shorter of both lifetimes', async () => {
    const sender = world.client.createSender('dropped');
    await sender.sendMessages({ body: 'default', timeToLive: 99 * MINUTE });
    await sender.sendMessages({ body: 'own', timeToLive: 20_000 });
    world.advance(10_000);
    expect(await receiveAll(world.client.createReceiver('dropped'))).toEqual([]);
    expect(world.bus.counts().dropped).toMatchObject({ active: 0, deadLettered: 0 });
  });

  it(differs('Expired messages that nobody comes to receive', 'stay; Azure clears them in its own time'), async () => {
    await world.client.createSender('dropped').sendMessages({ body: 'short' });
    world.advance(10_000);
    expect(world.bus.counts().dropped?.active).toBe(1);
    expect(await receiveAll(world.client.createReceiver('dropped'))).toEqual([]);
    expect(world.bus.counts().dropped?.active).toBe(0);
  });

  it('waits for whoever has the message locked', async () => {
    await world.client.createSender('kept').sendMessages({ body: 'busy', timeToLive: 5_000 });
    const receiver = world.client.createReceiver('kept', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await receiveOne(receiver);
    world.advance(10_000);
    await receiver.completeMessage(message);
    expect(world.bus.counts().kept).toMatchObject({ active: 0, deadLettered: 0 });
  });
});
