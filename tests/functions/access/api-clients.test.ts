import { clientOf, found, itemsOf, signedIn } from '../company.ts';
import { elsewhere } from './elsewhere.ts';
import { idOf, open } from './scene.ts';

const issued = async (body: object = {}) => {
  const scene = await open();
  const answer = await scene.owner.post('api-clients', { name: 'ERP', scopes: ['vehicles:read'], ...body });
  const key = String(answer.body.key);
  return { ...scene, answer, id: String(answer.body.id), key, erp: clientOf(scene.world, { 'x-api-key': key }) };
};

const until = async (condition: () => Promise<boolean>) => {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Never came true: ${condition}`);
    await new Promise(setImmediate);
  }
};

describe('an API client', () => {
  it('has a key, shown once', async () => {
    const { owner, answer, id, key } = await issued();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'ERP',
        scopes: ['vehicles:read'],
        status: 'active',
        createdAt: '2026-03-02T08:00:00.000Z',
        key: expect.stringMatching(/^wf_[0-9a-z]{26}$/),
      },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { key: _, ...rest } = answer.body;
    expect((await owner.get(`api-clients/${id}`)).body).toEqual(rest);
    const listed = await owner.get('api-clients?status=active&search=erp');
    expect(itemsOf(listed)).toContainEqual(rest);
    expect(listed.text).not.toContain('keyHash');
    expect(listed.text).not.toContain(key);
  });

  it('may do what its scopes say', async () => {
    const { erp } = await issued({ scopes: ['vehicles:read', 'telemetry:ingest'] });
    expect((await erp.get('me')).body).toMatchObject({ roles: ['client'] });
    expect((await erp.get('vehicles')).status).toBe(200);
    expect((await erp.post('vehicles', { name: 'Van' })).status).toBe(403);
    expect((await erp.get('devices')).status).toBe(403);
    expect((await erp.post('ingest/batch', { fixes: [] })).status).toBe(400);
  });

  it('can never do what its maker cannot', async () => {
    const { erp, owner, world } = await issued({ scopes: ['access:write', 'access:read', 'vehicles:read'] });
    expect(await erp.post('api-clients', { name: 'Child', scopes: ['vehicles:write', 'vehicles:read'] })).toMatchObject(
      {
        status: 403,
        body: { code: 'access/scope-not-yours', scopes: ['vehicles:write'] },
      },
    );
    expect((await erp.post('api-clients', { name: 'Child', scopes: ['telemetry:ingest'] })).status).toBe(403);
    expect((await erp.post('api-clients', { name: 'Child', scopes: ['vehicles:read'] })).status).toBe(201);
    expect((await owner.post('api-clients', { name: 'X', scopes: ['moon:write'] })).status).toBe(400);
    const { body } = await erp.post('invitations', { email: 'x@acme.example', role: 'owner' });
    expect(body.code).toBe('access/above-you');
    expect((await clientOf(world, signedIn('viewer@acme.example')).get('api-clients')).status).toBe(403);
  });

  it('comes to no more by way of others', async () => {
    const { erp, owner } = await issued({ scopes: ['access:write', 'access:read', 'vehicles:read'] });
    const codeOf = async (answer: ReturnType<typeof erp.post>) => (await answer).body.code;
    const { body: powerful } = await owner.post('api-clients', { name: 'BI', scopes: ['vehicles:write'] });
    expect(await codeOf(erp.post(`api-clients/${powerful.id}/rotate`, {}))).toBe('access/scope-not-yours');
    const guest = { email: 'x@acme.example', role: 'admin' };
    expect(await codeOf(erp.post('invitations', guest))).toBe('access/scope-not-yours');
    expect(await codeOf(erp.post(`members/${idOf('viewer')}/role`, { role: 'admin' }))).toBe('access/scope-not-yours');
    expect((await erp.post('invitations', { ...guest, role: 'driver' })).status).toBe(201);
  });

  it('can be limited to groups', async () => {
    const { world, owner } = await open();
    const { body: north } = await owner.post('groups', { name: 'North' });
    await owner.post('groups', { name: 'South' });
    const { body } = await owner.post('api-clients', {
      name: 'ERP',
      scopes: ['groups:read', 'access:read'],
      groups: [north.id],
    });
    const erp = clientOf(world, { 'x-api-key': String(body.key) });
    expect(itemsOf(await erp.get('groups')).map(({ name }) => name)).toEqual(['North']);
    expect((await erp.get('members')).status).toBe(403);
    expect((await owner.post(`groups/${north.id}/archive`)).body).toMatchObject({ views: ['api-clients'] });
    await owner.post(`api-clients/${body.id}/revoke`);
    expect((await owner.post(`groups/${north.id}/archive`)).status).toBe(200);
  });

  it('is refused once it has expired', async () => {
    const { world, owner, erp, id } = await issued({ expiresAt: '2026-03-02T09:00:00+00:00' });
    world.advance(3_599_999);
    expect((await erp.get('me')).status).toBe(200);
    world.advance(1);
    expect(await erp.get('me')).toMatchObject({ status: 401, body: { code: 'access/key-expired' } });
    expect((await owner.post(`api-clients/${id}/rotate`, {})).body.code).toBe('access/client-expired');
    expect(
      await owner.post('api-clients', { name: 'X', scopes: ['vehicles:read'], expiresAt: '2026-01-01T00:00:00Z' }),
    ).toMatchObject({ status: 400, body: { issues: [{ path: ['expiresAt'] }] } });
  });

  it('gets another key; the one before stops working at once', async () => {
    const { world, owner, erp, id } = await issued();
    const { body } = await owner.post(`api-clients/${id}/rotate`, {});
    expect((await erp.get('me')).body.code).toBe('access/unknown-key');
    expect((await clientOf(world, { 'x-api-key': String(body.key) }).get('me')).status).toBe(200);
  });

  it('has both keys for a while, if asked', async () => {
    const { world, owner, erp, id } = await issued();
    const { body } = await owner.post(`api-clients/${id}/rotate`, { overlapSeconds: 60 });
    expect(body).toMatchObject({ previousKeyUntil: '2026-03-02T08:01:00.000Z' });
    const next = clientOf(world, { 'x-api-key': String(body.key) });
    expect([(await erp.get('me')).status, (await next.get('me')).status]).toEqual([200, 200]);
    world.advance(60_000);
    expect([(await erp.get('me')).status, (await next.get('me')).status]).toEqual([401, 200]);
  });

  it('is out once it was revoked, on another instance within 20 seconds', async () => {
    const { world, owner, erp, id, key } = await issued();
    const there = elsewhere(world);
    await there({ 'x-api-key': key });
    expect((await owner.post(`api-clients/${id}/revoke`)).body).toMatchObject({ status: 'revoked' });
    expect((await erp.get('me')).status).toBe(401);
    world.advance(20_000);
    await expect(there({ 'x-api-key': key })).rejects.toMatchObject({ code: 'access/unknown-key' });
    expect((await owner.post(`api-clients/${id}/rotate`, {})).body.code).toBe('access/client-revoked');
  });

  it('of another company is not there', async () => {
    const { world, id } = await issued();
    const stranger = (await found(world, 'globex')).as('owner');
    expect((await stranger.get(`api-clients/${id}`)).body.code).toBe('api-clients/not-found');
    expect((await stranger.post(`api-clients/${id}/rotate`, {})).body.code).toBe('api-clients/not-found');
    expect((await stranger.post(`api-clients/${id}/revoke`)).body.code).toBe('api-clients/not-found');
  });
});

describe('when an API client was last used', () => {
  it('is noted once an hour', async () => {
    const { world, owner, erp, id } = await issued();
    const lastUsedAt = async () => (await owner.get(`api-clients/${id}`)).body.lastUsedAt;
    await erp.get('me');
    await until(async () => (await lastUsedAt()) === '2026-03-02T08:00:00.000Z');
    world.advance(3_599_000);
    await erp.get('me');
    world.advance(1_000);
    await erp.get('me');
    await until(async () => (await lastUsedAt()) === '2026-03-02T09:00:00.000Z');
    expect(itemsOf(await owner.get('api-clients?search=erp')).find((one) => one.id === id)).toMatchObject({
      lastUsedAt: '2026-03-02T09:00:00.000Z',
    });
  });

  it('is no reason to refuse it', async () => {
    const { world, key } = await issued();
    const { services } = world;
    const there = elsewhere({
      ...world,
      services: {
        ...services,
        operations: {
          ...services.operations,
          in: (...path: [string, ...string[]]) => ({
            ...services.operations.in(...path),
            get: () => Promise.reject(new Error('The store is down.')),
          }),
        },
      },
    });
    expect((await there({ 'x-api-key': key })).roles).toEqual(['client']);
    await until(async () => world.log.some(({ message }) => message.includes('last used')));
  });
});
