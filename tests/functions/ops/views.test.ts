import { app, found, itemsOf } from '../company.ts';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const standingOf = async (view: string) =>
    itemsOf(await acme.as('owner').get('ops/views')).find((one) => one.view === view);
  return { world, acme, standingOf };
};

describe('what is said of the views', () => {
  it('is which generation of each is read, and which is being built', async () => {
    const { world, acme, standingOf } = await open();
    await acme.as('owner').post('vehicles', { name: 'Van 7' });
    expect(await standingOf('vehicles')).toMatchObject({ serving: 1 });
    await world.rebuild('vehicles', async () => {
      expect(await standingOf('vehicles')).toMatchObject({ serving: 1, building: 2 });
    });
    expect(await standingOf('vehicles')).toMatchObject({ serving: 2 });
    expect(await standingOf('drivers')).toMatchObject({ serving: 1 });
  });

  it('is for those who look after the system', async () => {
    const { acme } = await open();
    expect((await acme.as('driver').get('ops/views')).status).toBe(403);
  });
});
