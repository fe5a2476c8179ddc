import { openWorld } from './world.ts';

it('the debug page shows the counts of every entity as JSON', async () => {
  const world = await openWorld(
    { queues: [{ name: 'jobs' }], topics: [{ name: 'news', subscriptions: [{ name: 'all' }] }] },
    { debugPort: 0 },
  );
  await world.client.createSender('jobs').sendMessages([{ body: 1 }, { body: 2 }]);
  await world.client.createSender('news').sendMessages({ body: 1 });
  const response = await fetch(`http://127.0.0.1:${world.bus.debugPort}/`);
  expect(response.headers.get('content-type')).toBe('application/json');
  const counts = await response.json();
  expect(counts).toEqual(world.bus.counts());
  expect(Object.keys(counts).sort()).toEqual(['jobs', 'news', 'news/Subscriptions/all']);
  expect(counts).toMatchObject({ jobs: { active: 2 }, 'news/Subscriptions/all': { active: 1 } });
  await world.close();
});
