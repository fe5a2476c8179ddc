import type { ServiceBusClient } from '@azure/service-bus';
import { covered } from '../conformance.ts';
import { clientOf, errorCode, openWorld, receiveOne, until, type World } from './world.ts';

const manual = { maxAutoLockRenewalDurationInMs: 0 };

describe('injected faults', () => {
  let world: World;
  const clients: ServiceBusClient[] = [];
  beforeEach(async () => {
    const queues = [{ name: 'jobs' }, { name: 'other' }, { name: 'shards', requiresSession: true }];
    world = await openWorld({ queues });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await world.close();
  });

  /** A send that crosses the end of its connection is repeated only when its time is up. */
  const retrying = () => {
    const client = clientOf(world.bus.connection, 5, 2_000);
    clients.push(client);
    return client;
  };

  describe(covered('Fault injection: dropped connections, from which the SDK recovers'), () => {
    it('senders and subscriptions go on by themselves', async () => {
      const client = retrying();
      const seen: unknown[] = [];
      client.createReceiver('jobs').subscribe({
        processMessage: async ({ body }) => void seen.push(body),
        processError: async () => undefined,
      });
      const sender = client.createSender('jobs');
      await sender.sendMessages({ body: 'before' });
      await until(() => seen.length === 1 && world.bus.counts().jobs?.active === 0);
      expect(world.bus.fault({ kind: 'disconnect' })).toBe(1);
      await sender.sendMessages({ body: 'after' });
      await until(() => seen.includes('after'));
    });
  });

  describe(covered('Fault injection: lost locks of messages and sessions'), () => {
    it('the SDK reports MessageLockLost, and the message comes again', async () => {
      await world.client.createSender('jobs').sendMessages({ body: 'job' });
      const receiver = world.client.createReceiver('jobs', manual);
      const message = await receiveOne(receiver);
      expect(world.bus.fault({ kind: 'lose-lock' })).toBe(1);
      expect(await errorCode(receiver.completeMessage(message))).toBe('MessageLockLost');
      expect((await receiveOne(receiver)).deliveryCount).toBe(1);
    });

    it('the SDK reports SessionLockLost, and the session can be accepted again', async () => {
      await world.client.createSender('shards').sendMessages({ body: 'job', sessionId: 's' });
      const session = await world.client.acceptSession('shards', 's', manual);
      const message = await receiveOne(session);
      expect(world.bus.fault({ kind: 'lose-lock' })).toBe(1);
      await until(() => session.isClosed);
      expect(await errorCode(session.completeMessage(message))).toBe('SessionLockLost');
      const again = await world.client.acceptSession('shards', 's', manual);
      expect((await receiveOne(again)).deliveryCount).toBe(1);
    });
  });

  describe(covered('Fault injection: ServerBusy, which the SDK retries'), () => {
    it('a request is refused as often as asked for', async () => {
      const sender = world.client.createSender('jobs');
      await sender.sendMessages({ body: 1 });
      expect(world.bus.fault({ kind: 'busy', count: 2 })).toBe(2);
      expect(await errorCode(sender.sendMessages({ body: 2 }))).toBe('ServiceBusy');
      expect(await errorCode(sender.sendMessages({ body: 2 }))).toBe('ServiceBusy');
      expect(await errorCode(sender.sendMessages({ body: 2 }))).toBe('no error');
    });

    it('a client with retries never notices', async () => {
      const client = retrying();
      world.bus.fault({ kind: 'busy', count: 2 });
      await client.createSender('jobs').sendMessages({ body: 1 });
      world.bus.fault({ kind: 'busy', count: 2 });
      expect((await receiveOne(client.createReceiver('jobs'))).body).toBe(1);
    });
  });
});
