import { openWorld } from './world.ts';

it('the messages of every entity are counted', async () => {
  const world = await openWorld({
    queues: [{ name: 'jobs' }],
    topics: [{ name: 'news', subscriptions: [{ name: 'all' }] }],
  });
  await world.client.createSender('jobs').sendMessages([{ body: 1 }, { body: 2 }]);
  await world.client.createSender('news').sendMessages({ body: 1 });
  const none = { active: 0, scheduled: 0, deferred: 0, deadLettered: 0, locked: 0 };
  expect(world.bus.counts()).toEqual({
    jobs: { ...none, active: 2 },
    news: none,
    'news/Subscriptions/all': { ...none, active: 1 },
  });
  await world.close();
});

it('a namespace can be closed twice, and its port is free afterwards', async () => {
  const first = await openWorld({ queues: [{ name: 'jobs' }] });
  const { port } = first.bus;
  await first.client.createSender('jobs').sendMessages({ body: 1 });
  await first.close();
  await first.bus.close();
  const second = await openWorld({ queues: [{ name: 'jobs' }] }, { port });
  expect(second.bus.port).toBe(port);
  await expect(openWorld({ queues: [] }, { port })).rejects.toThrow('EADDRINUSE');
  await second.close();
});
