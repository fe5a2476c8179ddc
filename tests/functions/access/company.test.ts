import { app, found, signedIn } from '../company.ts';

const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const change = (role: string, body: object) =>
    world.ask('PATCH', 'company', { headers: signedIn(`${role}@acme.example`), body });
  return { world, acme, change };
};

it('shows a company, and changes its name and its time zone', async () => {
  const { acme, change } = await scene();
  expect((await acme.as('viewer').get('company')).body).toEqual({ id: 'ten_acme', name: 'acme', timeZone: 'UTC' });
  const changed = { id: 'ten_acme', name: 'Acme Logistics', timeZone: 'Europe/Berlin' };
  expect((await change('owner', { name: 'Acme Logistics', timeZone: 'Europe/Berlin' })).body).toEqual(changed);
  expect((await acme.as('driver').get('company')).body).toEqual(changed);
});

it('takes no time zone that there is not, and no word of who may only look', async () => {
  const { change } = await scene();
  expect((await change('owner', { timeZone: 'Mars/Olympus' })).status).toBe(400);
  expect((await change('viewer', { timeZone: 'Europe/Berlin' })).status).toBe(403);
});
