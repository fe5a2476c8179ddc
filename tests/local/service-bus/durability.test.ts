import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceBusClient } from '@azure/service-bus';
import type { Entities } from '../../../local/service-bus/entities.ts';
import { type ServiceBusOptions, type ServiceBusStandIn, startServiceBus } from '../../../local/service-bus/server.ts';
import { bodies, clientOf, openWorld, range, receive, receiveOne, until } from './world.ts';

const MINUTE = 60_000;
const manual = { maxAutoLockRenewalDurationInMs: 0 };

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'service-bus-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('after a restart', () => {
  const entities = {
    queues: [
      { name: 'jobs', maxDeliveryCount: 3 },
      { name: 'once', requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: 'PT10M' },
      { name: 'shards', requiresSession: true },
    ],
  } satisfies Entities;
  const open = () => openWorld(entities, { dataDir });

  it('everything is where it was, and all locks are free', async () => {
    const before = await open();
    const sender = before.client.createSender('jobs');
    const receiver = before.client.createReceiver('jobs', manual);
    await sender.sendMessages(['dead', 'later', 'failed', 'held', 'waiting', 'done'].map((body) => ({ body })));
    await sender.scheduleMessages({ body: 'tomorrow' }, new Date(Date.now() + 10 * MINUTE));
    const [dead, later, failed, , , done] = await receive(receiver, 6);
    if (!dead || !later || !failed || !done) throw new Error('All six messages should have come.');
    await receiver.deadLetterMessage(dead, { deadLetterReason: 'Rotten', deadLetterErrorDescription: 'smells' });
    await receiver.deferMessage(later, { parked: true });
    await receiver.abandonMessage(failed);
    await receiver.completeMessage(done);
    await before.close();

    const after = await open();
    expect(after.bus.counts().jobs).toEqual({ active: 3, scheduled: 1, deferred: 1, deadLettered: 1, locked: 0 });
    const again = after.client.createReceiver('jobs', manual);
    const messages = await receive(again, 3);
    expect(messages.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      ['failed', 1],
      ['held', 0],
      ['waiting', 0],
    ]);
    const [deferred] = await again.receiveDeferredMessages(later.sequenceNumber ?? []);
    expect(deferred).toMatchObject({ body: 'later', applicationProperties: { parked: true } });
    const buried = await receiveOne(after.client.createReceiver('jobs', { subQueueType: 'deadLetter' }));
    expect(buried).toMatchObject({ body: 'dead', deadLetterReason: 'Rotten' });
    after.advance(11 * MINUTE);
    await until(() => after.bus.counts().jobs?.scheduled === 0);
    expect(bodies(await receive(after.client.createReceiver('jobs', manual), 4))).toContain('tomorrow');
    await after.close();
  });

  it('sequence numbers go on where they stopped', async () => {
    const before = await open();
    await before.client.createSender('jobs').sendMessages([{ body: 1 }, { body: 2 }]);
    await receive(before.client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' }), 2);
    await before.close();
    const after = await open();
    await after.client.createSender('jobs').sendMessages({ body: 3 });
    const message = await receiveOne(after.client.createReceiver('jobs'));
    expect([message.body, message.sequenceNumber?.toNumber()]).toEqual([3, 3]);
    await after.close();
  });

  it('duplicates and session states are remembered', async () => {
    const before = await open();
    await before.client.createSender('once').sendMessages({ body: 1, messageId: 'a' });
    const session = await before.client.acceptSession('shards', 's', manual);
    await session.setSessionState({ step: 3 });
    await before.close();

    const after = await open();
    await after.client.createSender('once').sendMessages({ body: 2, messageId: 'a' });
    expect(after.bus.counts().once?.active).toBe(1);
    const again = await after.client.acceptSession('shards', 's', manual);
    expect(await again.getSessionState()).toEqual({ step: 3 });
    await after.close();
  });

  it('a second namespace cannot use the directory of a running one', async () => {
    const first = await open();
    await expect(startServiceBus({ entities, dataDir })).rejects.toThrow(/database is locked/);
    await first.close();
  });
});

describe('when the process is killed', () => {
  type Started = Pick<ServiceBusStandIn, 'connection' | 'port'> & { counts: ReturnType<ServiceBusStandIn['counts']> };
  let child: ChildProcess;

  const start = async (options: ServiceBusOptions): Promise<Started> => {
    child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify({ dataDir, ...options })], { execArgv: [] });
    const [started] = await once(child, 'message');
    return started;
  };
  const kill = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const clients: ServiceBusClient[] = [];
  const open = (connection: string, retries = 0) => {
    const client = clientOf(connection, retries, 5_000);
    clients.push(client);
    return client;
  };
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await kill();
  });

  it('nothing that was accepted is lost, and nothing that was completed comes back', async () => {
    const entities = { queues: [{ name: 'jobs' }] };
    const { connection, port } = await start({ entities });
    const client = open(connection);
    const accepted = new Set<unknown>();
    const completed = new Set<unknown>();
    const sender = client.createSender('jobs');
    const receiver = client.createReceiver('jobs', manual);
    let isOver = false;
    const send = async (worker: number) => {
      for (let n = 0; !isOver; n++) {
        const batch = range(10).map((i) => `${worker}-${n}-${i}`);
        await sender.sendMessages(batch.map((body) => ({ body })));
        for (const body of batch) accepted.add(body);
      }
    };
    // Completed one by one: of the one that is under way at the kill nobody knows whether it has happened.
    const underWay = new Set<unknown>();
    const complete = async () => {
      while (!isOver)
        for (const message of await receiver.receiveMessages(20, { maxWaitTimeInMs: 100 })) {
          underWay.add(message.body);
          await receiver.completeMessage(message);
          underWay.delete(message.body);
          completed.add(message.body);
        }
    };
    // Of a settlement that crosses the end of its connection the SDK never hears again, so nobody waits for those.
    void complete().catch(() => undefined);
    const work = Promise.allSettled([send(1), send(2), send(3)]);
    await until(() => accepted.size > 500 && completed.size > 50);
    await kill();
    isOver = true;
    await client.close();
    await work;

    const { counts } = await start({ entities, port });
    const next = open(connection);
    const taker = next.createReceiver('jobs', { receiveMode: 'receiveAndDelete' });
    const rest = bodies(await receive(taker, counts.jobs?.active ?? 0));
    const found = new Set(rest);
    expect(found.size).toBe(rest.length);
    const isKnown = (body: unknown) => completed.has(body) || found.has(body) || underWay.has(body);
    expect([...accepted].filter((body) => !isKnown(body))).toEqual([]);
    expect([...completed].filter((body) => found.has(body))).toEqual([]);
    expect(underWay.size).toBeLessThanOrEqual(1);
    const batches = new Map<string, number>();
    for (const body of new Set([...rest, ...completed, ...underWay])) {
      const batch = String(body).replace(/-\d+$/, '');
      batches.set(batch, (batches.get(batch) ?? 0) + 1);
    }
    expect([...batches].filter(([, count]) => count !== 10)).toEqual([]);
  });

  it('the SDK finds its way back: senders and subscriptions go on by themselves', async () => {
    const entities = { queues: [{ name: 'jobs' }] };
    const { connection, port } = await start({ entities });
    const client = open(connection, 10);
    const seen: unknown[] = [];
    client.createReceiver('jobs').subscribe({
      processMessage: async ({ body }) => void seen.push(body),
      processError: async () => undefined,
    });
    const sender = client.createSender('jobs');
    await sender.sendMessages({ body: 'before' });
    await until(() => seen.length === 1);
    await kill();
    await start({ entities, port });
    await sender.sendMessages({ body: 'after' });
    await until(() => seen.includes('after'), 10_000);
    expect(new Set(seen)).toEqual(new Set(['before', 'after']));
  });
});
