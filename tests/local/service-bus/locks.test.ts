import type { ServiceBusReceiver, ServiceBusSender } from '@azure/service-bus';
import { manualClock } from '../../../local/shared/clock.ts';
import { covered } from '../conformance.ts';
import { errorCode, openWorld, receiveOne, until, type World } from './world.ts';

describe(covered('Peek-lock: locks that expire, are renewed and outlive their link'), () => {
  let world: World;
  let sender: ServiceBusSender;
  let receiver: ServiceBusReceiver;

  beforeEach(async () => {
    world = await openWorld({ queues: [{ name: 'jobs', lockDuration: 'PT30S' }] });
    sender = world.client.createSender('jobs');
    receiver = world.client.createReceiver('jobs', { maxAutoLockRenewalDurationInMs: 0 });
    await sender.sendMessages({ body: 'job' });
  });
  afterEach(() => world.close());

  it('expire, and whoever held one can no longer settle', async () => {
    const first = await receiveOne(receiver);
    world.advance(30_000);
    const second = await receiveOne(receiver);
    expect(second.deliveryCount).toBe(1);
    expect(await errorCode(receiver.completeMessage(first))).toBe('MessageLockLost');
    expect(await errorCode(receiver.renewMessageLock(first))).toBe('MessageLockLost');
    await receiver.completeMessage(second);
    expect(world.bus.counts().jobs?.active).toBe(0);
  });

  it('hold as long as they are renewed', async () => {
    const message = await receiveOne(receiver);
    const before = Number(message.lockedUntilUtc);
    for (const round of [1, 2, 3]) {
      world.advance(20_000);
      expect(Number(await receiver.renewMessageLock(message))).toBe(before + round * 20_000);
    }
    await receiver.completeMessage(message);
    expect(world.bus.counts().jobs?.active).toBe(0);
  });

  it('outlive the link they were taken on: the message can be settled through another', async () => {
    const message = await receiveOne(receiver);
    await Reflect.get(receiver, '_batchingReceiver').closeLink();
    await receiver.completeMessage(message);
    expect(world.bus.counts().jobs?.active).toBe(0);
  });

  it('outlive the connection until they expire', async () => {
    await receiveOne(receiver);
    await receiver.close();
    const other = world.client.createReceiver('jobs');
    expect(await other.receiveMessages(1, { maxWaitTimeInMs: 60 })).toEqual([]);
    world.advance(30_000);
    expect((await receiveOne(other)).deliveryCount).toBe(1);
  });
});

it('the SDK renews a lock by itself while a message is being worked on', async () => {
  // By the broker's clock, which stands still, the lock has a minute; by the SDK's it is about to run out.
  const clock = manualClock(Date.now() - 59_000);
  const world = await openWorld({ queues: [{ name: 'jobs', lockDuration: 'PT1M' }] }, { clock });
  const receiver = world.client.createReceiver('jobs');
  await world.client.createSender('jobs').sendMessages({ body: 'long' });
  const message = await receiveOne(receiver);
  const end = Number(message.lockedUntilUtc);
  clock.advance(30_000);
  await until(() => Number(message.lockedUntilUtc) > end);
  clock.advance(40_000);
  await receiver.completeMessage(message);
  expect(world.bus.counts().jobs).toMatchObject({ active: 0, deadLettered: 0 });
  await world.close();
});
