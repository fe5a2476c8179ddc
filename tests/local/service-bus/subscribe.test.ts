import { covered } from '../conformance.ts';
import { openWorld, range, receive, until, type World } from './world.ts';

describe(covered('Receivers by subscribe, with concurrency'), () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ queues: [{ name: 'jobs' }] });
  });
  afterEach(() => world.close());

  const noErrors = async ({ error }: { error: Error }) => {
    throw error;
  };

  it('works on as many messages at once as it may, and gives back what a handler fails on', async () => {
    const receiver = world.client.createReceiver('jobs');
    const seen: unknown[] = [];
    let busy = 0;
    let peak = 0;
    let attempts = 0;
    receiver.subscribe(
      {
        processMessage: async ({ body }) => {
          busy += 1;
          peak = Math.max(peak, busy);
          await new Promise((resolve) => setTimeout(resolve, 5));
          busy -= 1;
          if (body === 7 && ++attempts === 1) throw new Error('boom');
          seen.push(body);
        },
        processError: async () => undefined,
      },
      { maxConcurrentCalls: 5 },
    );
    await world.client.createSender('jobs').sendMessages(range(40).map((body) => ({ body })));
    await until(() => seen.length === 40 && world.bus.counts().jobs?.active === 0);
    expect(peak).toBe(5);
    expect(attempts).toBe(2);
    expect(new Set(seen).size).toBe(40);
  });

  it('holds no message after it was closed', async () => {
    const sender = world.client.createSender('jobs');
    const receiver = world.client.createReceiver('jobs');
    let seen = 0;
    const subscription = receiver.subscribe({ processMessage: async () => void seen++, processError: noErrors });
    await sender.sendMessages({ body: 'before' });
    await until(() => seen === 1 && world.bus.counts().jobs?.active === 0);
    await subscription.close();
    await receiver.close();
    await sender.sendMessages({ body: 'after' });
    expect(world.bus.counts().jobs).toMatchObject({ active: 1, locked: 0 });
    expect((await receive(world.client.createReceiver('jobs')))[0]?.body).toBe('after');
  });

  it('shares the messages among receivers without loss or repetition', async () => {
    const seen: unknown[] = [];
    for (const _ of range(3))
      world.client
        .createReceiver('jobs')
        .subscribe(
          { processMessage: async ({ body }) => void seen.push(body), processError: noErrors },
          { maxConcurrentCalls: 10 },
        );
    const sender = world.client.createSender('jobs');
    for (const hundred of range(5)) await sender.sendMessages(range(100).map((n) => ({ body: hundred * 100 + n })));
    await until(() => seen.length >= 500 && world.bus.counts().jobs?.active === 0);
    expect(seen.length).toBe(500);
    expect(new Set(seen).size).toBe(500);
  });

  it('keeps up with thousands of messages', async () => {
    let seen = 0;
    const receiver = world.client.createReceiver('jobs');
    receiver.subscribe(
      { processMessage: async () => void seen++, processError: noErrors },
      { maxConcurrentCalls: 100 },
    );
    const sender = world.client.createSender('jobs');
    for (const _ of range(30)) await sender.sendMessages(range(100).map((body) => ({ body })));
    await until(() => seen === 3_000 && world.bus.counts().jobs?.active === 0, 10_000);
    expect(world.bus.counts().jobs).toMatchObject({ active: 0, locked: 0 });
  });
});
