import type { Role } from '../../../functions/access/contract.ts';
import { clientOf, found, itemsOf, signedIn } from '../company.ts';
import { elsewhere } from './elsewhere.ts';
import { open, signIn } from './scene.ts';

/** Somebody who belongs to two companies, to acme for the longer time. */
const both = async () => {
  const scene = await open();
  const globex = await found(scene.world, 'globex');
  await scene.acme.admit('mia@people.example', 'viewer');
  scene.world.advance(1_000);
  await globex.admit('mia@people.example', 'dispatcher' satisfies Role);
  return { ...scene, globex, mia: clientOf(scene.world, signedIn('mia@people.example')) };
};

describe('somebody who belongs to two companies', () => {
  it('works for the one they have belonged to for the longer time, until they choose', async () => {
    const { mia } = await both();
    expect((await mia.get('me')).body).toMatchObject({ tenant: { id: 'ten_acme' }, roles: ['viewer'] });
    expect(itemsOf(await mia.get('me/companies'))).toEqual([
      { tenant: { id: 'ten_acme', name: 'acme' }, role: 'viewer', current: true },
      { tenant: { id: 'ten_globex', name: 'globex' }, role: 'dispatcher', current: false },
    ]);
  });

  it('works for the one they have chosen last', async () => {
    const { mia } = await both();
    const answer = await mia.post('me/company', { tenantId: 'ten_globex' });
    expect(itemsOf(answer)[0]).toMatchObject({ tenant: { id: 'ten_globex' }, current: true });
    expect((await mia.get('me')).body).toMatchObject({ tenant: { id: 'ten_globex' }, roles: ['dispatcher'] });
    await mia.post('me/company', { tenantId: 'ten_acme' });
    expect((await mia.get('me')).body).toMatchObject({ tenant: { id: 'ten_acme' } });
  });

  it('cannot choose a company of others', async () => {
    const { world, mia } = await both();
    await found(world, 'initech');
    for (const tenantId of ['ten_initech', 'ten_nowhere'])
      expect(await mia.post('me/company', { tenantId })).toMatchObject({
        status: 404,
        body: { code: 'access/no-company' },
      });
  });

  it('is not let into another company by saying so: a page for another one is told to load again', async () => {
    const { mia } = await both();
    expect((await mia.get('me', { 'x-company': 'ten_acme' })).status).toBe(200);
    for (const company of ['ten_globex', 'ten_initech'])
      expect(await mia.get('vehicles', { 'x-company': company })).toMatchObject({
        status: 409,
        body: { code: 'access/other-company' },
      });
  });

  it('is understood at once by an instance that is told for which company a request is meant', async () => {
    const { world, mia } = await both();
    const there = elsewhere(world);
    const headers = signedIn('mia@people.example');
    expect((await there(headers)).tenantId).toBe('ten_acme');
    await mia.post('me/company', { tenantId: 'ten_globex' });
    expect((await there(headers)).tenantId).toBe('ten_acme');
    expect((await there({ ...headers, 'x-company': 'ten_globex' })).tenantId).toBe('ten_globex');
    expect((await there(headers)).tenantId).toBe('ten_globex');
  });

  it('goes on in the other when one removes them', async () => {
    const { owner, mia } = await both();
    const [member] = itemsOf(await owner.get('members?search=mia'));
    await owner.post(`members/${member?.id}/remove`);
    expect((await mia.get('me')).body).toMatchObject({ tenant: { id: 'ten_globex' } });
  });

  it('is signed out of one by its admins, and of all by themselves', async () => {
    const { world, globex } = await both();
    const { client } = signIn(world, 'mia@people.example');
    await client.post('me/company', { tenantId: 'ten_globex' });
    world.advance(1_000);
    const [member] = itemsOf(await globex.as('owner').get('members?search=mia'));
    const { client: owner } = signIn(world, 'owner@globex.example');
    await owner.post(`members/${member?.id}/sign-out-everywhere`);
    expect((await client.get('me')).body.code).toBe('access/signed-out');

    world.advance(1_000);
    const again = signIn(world, 'mia@people.example');
    world.advance(1_000);
    expect((await again.client.post('me/sign-out-everywhere')).status).toBe(204);
    expect((await again.client.get('me')).body.code).toBe('access/signed-out');
    world.advance(1_000);
    const { client: third } = signIn(world, 'mia@people.example');
    await third.post('me/company', { tenantId: 'ten_acme' });
    expect((await third.get('me')).body).toMatchObject({ tenant: { id: 'ten_acme' } });
    expect((await again.client.get('me')).body.code).toBe('access/signed-out');
  });
});

it('An integration belongs to one company', async () => {
  const { acme } = await open();
  expect((await acme.integration.get('me/companies')).body.code).toBe('access/people-only');
  expect((await acme.integration.post('me/company', { tenantId: 'ten_acme' })).body.code).toBe('access/people-only');
  expect((await acme.integration.post('me/sign-out-everywhere')).body.code).toBe('access/people-only');
});
