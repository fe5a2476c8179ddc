import { membership, membershipStream } from '../../../functions/access/membership.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import type { Answer } from '../../../shared/testing/world.ts';
import { app, type Client, found, itemsOf } from '../company.ts';

const RUN = { at: '2026-03-02T08:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const add = async (name: string, parentId?: string) =>
    String((await owner.post('groups', { name, ...(parentId && { parentId }) })).body.id);
  const south = await add('South');
  const north = await add('North');
  const depot10 = await add('Depot 10', north);
  const depot9 = await add('Depot 9', north);
  /** Somebody who is limited to these groups. */
  const limitedTo = async (name: string, role: 'admin' | 'viewer', ...groups: string[]): Promise<Client> => {
    const { email, client } = await acme.join(name, role);
    const command = { type: 'Limit', data: { groups, by: 'owner', now: RUN.at } } as const;
    await execute(membership)(world.services.streams, membershipStream(acme.tenantId, email), command, RUN);
    return client;
  };
  return { world, acme, owner, north, south, depot9, depot10, limitedTo };
};

const namesOf = (answer: Answer) => itemsOf(answer).map(({ path }) => (path as string[]).join(' / '));

describe('the groups of a company', () => {
  it('are listed as a tree, siblings by name', async () => {
    const { acme, north, depot9 } = await open();
    const answer = await acme.as('viewer').get('groups');
    expect(namesOf(answer)).toEqual(['North', 'North / Depot 9', 'North / Depot 10', 'South']);
    expect(itemsOf(answer)[1]).toEqual({
      id: depot9,
      name: 'Depot 9',
      parentId: north,
      path: ['North', 'Depot 9'],
      version: 4,
    });
  });

  it('are an empty list in the beginning', async () => {
    const world = app();
    const acme = await found(world, 'acme');
    expect((await acme.as('viewer').get('groups')).body).toEqual({ items: [], version: 0 });
  });

  it('need not be sent again when they are as they were', async () => {
    const { owner } = await open();
    const etag = (await owner.get('groups')).headers.get('etag') ?? '';
    expect((await owner.get('groups', { 'if-none-match': etag })).status).toBe(304);
  });

  it('can be looked at one by one, and as they were', async () => {
    const { world, owner, depot9, south } = await open();
    world.advance(60_000);
    await owner.post(`groups/${depot9}/move`, { parentId: south });
    expect((await owner.get(`groups/${depot9}`)).body).toMatchObject({ path: ['South', 'Depot 9'], version: 5 });
    const then = '2026-03-02T08:00:30.000Z';
    expect((await owner.get(`groups/${depot9}?asOf=${then}`)).body).toMatchObject({ path: ['North', 'Depot 9'] });
    expect(namesOf(await owner.get(`groups?asOf=${then}`))).toContain('North / Depot 9');
  });

  it('are not shown to another company', async () => {
    const { world, depot9 } = await open();
    const globex = await found(world, 'globex');
    expect((await globex.as('owner').get('groups')).body).toMatchObject({ items: [] });
    for (const answer of [
      await globex.as('owner').get(`groups/${depot9}`),
      await globex.as('owner').post(`groups/${depot9}/move`, { parentId: null }),
      await globex.as('owner').post(`groups/${depot9}/archive`),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'groups/not-found' } });
  });
});

describe('changing the groups', () => {
  it('adds one, and says where it is', async () => {
    const { owner, south } = await open();
    const answer = await owner.post('groups', { name: 'Depot 1', parentId: south });
    expect(answer).toMatchObject({
      status: 201,
      body: { name: 'Depot 1', parentId: south, path: ['South', 'Depot 1'] },
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/groups/${answer.body.id}`);
    expect(answer.headers.get('etag')).toBe('"5"');
  });

  it('renames one', async () => {
    const { world, owner, north, depot9 } = await open();
    const renamed = await world.ask('PATCH', `groups/${north}`, {
      headers: signedInAs('owner@acme.example'),
      body: { name: 'Far North' },
    });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Far North' } });
    expect((await owner.get(`groups/${depot9}`)).body).toMatchObject({ path: ['Far North', 'Depot 9'] });
  });

  it('does not take what another has changed meanwhile', async () => {
    const { owner, north } = await open();
    expect((await owner.post(`groups/${north}/archive`, undefined, { 'if-match': '"1"' })).status).toBe(412);
  });

  it('is for those who run the company', async () => {
    const { acme, north } = await open();
    for (const client of [acme.as('dispatcher'), acme.as('viewer'), acme.integration])
      expect((await client.post(`groups/${north}/archive`)).status).toBe(403);
  });

  it('names what is wrong with the place', async () => {
    const { owner, north } = await open();
    expect(await owner.post('groups', { name: 'X', parentId: 'grp_nowhere' })).toMatchObject({
      status: 400,
      body: { code: 'groups/unknown', issues: [{ path: ['parentId'] }] },
    });
    expect((await owner.post('groups', { name: 'depot 9', parentId: north })).body.code).toBe('groups/name-taken');
  });
});

const signedInAs = (email: string) => ({
  'x-ms-client-principal': Buffer.from(JSON.stringify({ identityProvider: 'aad', userDetails: email })).toString(
    'base64',
  ),
});

describe('archiving a group', () => {
  it('takes it out of the list; nothing can be put into it any more', async () => {
    const { owner, south } = await open();
    expect((await owner.post(`groups/${south}/archive`)).body).toMatchObject({
      archivedAt: '2026-03-02T08:00:00.000Z',
    });
    expect(namesOf(await owner.get('groups'))).not.toContain('South');
    expect(namesOf(await owner.get('groups?archived=true'))).toContain('South');
    expect((await owner.post('groups', { name: 'X', parentId: south })).body.code).toBe('groups/unknown');
  });

  it('is refused while somebody is limited to it', async () => {
    const { owner, south, limitedTo } = await open();
    await limitedTo('zoe', 'viewer', south);
    expect(await owner.post(`groups/${south}/archive`)).toMatchObject({
      status: 409,
      body: { code: 'groups/in-use', views: ['memberships'] },
    });
  });
});

describe('to whoever is limited to a branch', () => {
  it('the branch is the whole tree', async () => {
    const { north, south, limitedTo } = await open();
    const zoe = await limitedTo('zoe', 'viewer', north);
    expect(namesOf(await zoe.get('groups'))).toEqual(['North', 'North / Depot 9', 'North / Depot 10']);
    expect((await zoe.get(`groups/${south}`)).status).toBe(404);
  });

  it('says nothing of what is above it', async () => {
    const { depot9, limitedTo } = await open();
    const zoe = await limitedTo('zoe', 'viewer', depot9);
    const { body } = await zoe.get(`groups/${depot9}`);
    expect(body).toEqual({ id: depot9, name: 'Depot 9', path: ['Depot 9'], version: 4 });
  });

  it('it grows with the tree', async () => {
    const { owner, north, limitedTo } = await open();
    const zoe = await limitedTo('zoe', 'viewer', north);
    await zoe.get('groups');
    await owner.post('groups', { name: 'Depot 11', parentId: north });
    expect(namesOf(await zoe.get('groups'))).toContain('North / Depot 11');
  });

  it('nothing can be done outside it', async () => {
    const { north, south, depot9, limitedTo } = await open();
    const ada = await limitedTo('ada', 'admin', north);
    const inside = await ada.post('groups', { name: 'Depot 12', parentId: north });
    expect(inside).toMatchObject({ status: 201, body: { path: ['North', 'Depot 12'] } });
    expect((await ada.post('groups', { name: 'Mine' })).body.code).toBe('groups/unknown');
    expect((await ada.post('groups', { name: 'Mine', parentId: south })).body.code).toBe('groups/unknown');
    expect((await ada.post(`groups/${depot9}/move`, { parentId: null })).body.code).toBe('groups/unknown');
    expect((await ada.post(`groups/${depot9}/move`, { parentId: south })).body.code).toBe('groups/unknown');
    expect((await ada.post(`groups/${south}/archive`)).status).toBe(404);
  });
});
