import { trailOf } from '../../../shared/audit/trail.ts';
import { verify } from '../../../shared/audit/verify.ts';
import type { Answer } from '../../../shared/testing/world.ts';
import { app, type Client, clientOf, found, itemsOf, reportingVehicle } from '../company.ts';

/** A company whose trail is up to date whenever its owner looks. */
const scene = async (apiPerMinute = 600_000) => {
  const world = app(({ settings }) => ({ settings: { ...settings, limits: { ...settings.limits, apiPerMinute } } }));
  const acme = await found(world, 'acme');
  const owner = acme.as('owner');
  const settle = async () => {
    await world.runEvents();
    await trailOf(world.services).flush();
  };
  const ask = async (query = '', who: Client = owner): Promise<Answer> => {
    await settle();
    return who.get(`audit${query}`);
  };
  const trail = async (query = '') => itemsOf(await ask(query));
  return { world, acme, owner, dispatcher: acme.as('dispatcher'), settle, ask, trail };
};

const register = async (client: Client, name = 'Van 7') =>
  String((await client.post('vehicles', { name, plate: 'KA 1' }, { 'x-forwarded-for': '192.0.2.7:4711' })).body.id);

describe('what was done', () => {
  it('is in the trail: who, what, when, from where, and what changed', async () => {
    const { dispatcher, trail, world } = await scene();
    const id = await register(dispatcher);
    world.advance(60_000);
    await dispatcher.post(`vehicles/${id}/rename`, { name: 'Van 8' }, { 'x-correlation-id': 'trip-7' });
    const [renamed, registered] = await trail(`?subject=${id}`);
    expect(renamed).toMatchObject({
      at: '2026-03-02T08:01:00.000Z',
      actor: 'user:dispatcher@acme.example',
      correlationId: 'trip-7',
      outcome: 'done',
      action: 'vehicles.VehicleRenamed',
      subject: { kind: 'vehicle', id },
      before: { name: 'Van 7' },
      after: { name: 'Van 8' },
    });
    expect(registered).toMatchObject({
      action: 'vehicles.VehicleRegistered',
      from: '192.0.2.7',
      after: { id, name: 'Van 7', plate: 'KA 1' },
    });
    expect(registered).not.toHaveProperty('before');
    expect(JSON.stringify(renamed)).not.toContain('sortName');
  });

  it('is there once, however often the change feed hands it over', async () => {
    const { world, dispatcher, trail } = await scene();
    const events = world.services.streams;
    const id = await register(dispatcher);
    await dispatcher.post(`vehicles/${id}/rename`, { name: 'Van 8' });
    const before = await trail();
    const again = (await events.read({ tenantId: 'ten_acme', streamId: `vehicle-${id}` })).events;
    for (const area of (await import('../../../functions/index.ts')).areas)
      for (const trigger of Object.values(area.triggers))
        if (trigger.kind === 'events')
          for (const some of [again, again.slice(1)])
            await trigger.handler.handler(world.services, [area])(some as never);
    expect(await trail()).toEqual(before);
  });

  it('tells apart what happened to each of several things that have one stream', async () => {
    const { acme, dispatcher, trail } = await scene();
    const { vehicleId } = await reportingVehicle(acme);
    const [ann, bob] = [await acme.join('ann', 'driver'), await acme.join('bob', 'driver')];
    await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: ann.email });
    await dispatcher.post(`vehicles/${vehicleId}/driver/end`);
    await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email });
    const entries = await trail('?subjectKind=assignment');
    const [first, second] = [entries[2]?.subject, entries[0]?.subject];
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['assignments.DriverAssigned', second],
      ['assignments.AssignmentEnded', first],
      ['assignments.DriverAssigned', first],
    ]);
    expect(second).not.toEqual(first);
    expect(entries[1]).toMatchObject({ after: { until: '2026-03-02T08:00:00.000Z' } });
    expect(entries[0]).toMatchObject({ after: { vehicleId } });
    expect(entries[0]).not.toHaveProperty('before');
  });

  it('says why, where the entity itself does not show it', async () => {
    const { dispatcher, trail } = await scene();
    const id = await register(dispatcher);
    await dispatcher.post(`vehicles/${id}/retire`, { reason: 'Sold to Globex' });
    const [retired] = await trail(`?subject=${id}&limit=1`);
    expect(retired).toMatchObject({ before: { status: 'active' }, after: { status: 'retired' } });
    expect(JSON.stringify(retired)).toContain('Sold to Globex');
  });

  it('never says a secret, nor what could be used in the place of one', async () => {
    const { world, acme, trail } = await scene();
    const { key } = await reportingVehicle(acme);
    const told = JSON.stringify(await trail('?limit=500'));
    expect(told).toContain('devices.DeviceRegistered');
    for (const secret of [key, acme.apiKey, 'keyHash']) expect(told).not.toContain(secret);
    const stored = await world.services.audit.in('ten_acme', '2026-03').query({ limit: 500 });
    expect(JSON.stringify(stored)).not.toMatch(/keyHash|"[0-9a-f]{64}":/);
  });

  it('of a person can be read until the person is to be forgotten, and the chain holds all the same', async () => {
    const { world, owner, trail } = await scene();
    const { body } = await owner.post('drivers', { name: 'Ann Miller', phone: '+49 721 1' });
    const added = (await trail(`?subject=${body.id}`)).at(-1);
    expect(added).toMatchObject({ action: 'drivers.DriverAdded', after: { name: 'Ann Miller', phone: '+49 721 1' } });
    const chain = world.services.audit.in('ten_acme', '2026-03');
    expect(JSON.stringify(await chain.query({ limit: 500 }))).not.toContain('Ann Miller');
    await owner.post(`drivers/${body.id}/status`, { status: 'left', reason: 'Moved away' });
    expect((await owner.post(`drivers/${body.id}/erase`)).status).toBeLessThan(300);
    const told = await trail(`?subject=${body.id}`);
    expect(told.map(({ action }) => action)).toContain('drivers.DriverErased');
    expect(JSON.stringify(told)).not.toMatch(/Ann Miller|\+49/);
    expect(await verify(world.services.audit, 'ten_acme')).not.toHaveProperty('broken');
  });
});

describe('what was refused', () => {
  const refusals = (entries: Awaited<ReturnType<Awaited<ReturnType<typeof scene>>['trail']>>) =>
    entries.map(({ action, actor, refusal }) => [action, actor, (refusal as { status: number }).status]);

  it('is in the trail: what somebody may not do, and what a rule or a version forbids', async () => {
    const { acme, dispatcher, trail } = await scene();
    const id = await register(dispatcher);
    await acme.as('viewer').post(`vehicles/${id}/rename`, { name: 'Mine' });
    await dispatcher.post(`vehicles/${id}/rename`, { name: 'Van 8' }, { 'if-match': '"7"' });
    await dispatcher.post(`vehicles/${id}/retire`, { reason: 'Old' });
    await dispatcher.post(`vehicles/${id}/rename`, { name: 'Van 9' });
    const entries = await trail('?outcome=refused');
    expect(refusals(entries)).toEqual([
      ['vehicles-rename', 'user:dispatcher@acme.example', 409],
      ['vehicles-rename', 'user:dispatcher@acme.example', 412],
      ['vehicles-rename', 'user:viewer@acme.example', 403],
    ]);
    expect(entries[0]).toMatchObject({ subject: { kind: 'vehicle', id }, refusal: { code: 'vehicles/retired' } });
  });

  it('is not in it when it was only not found, or not well formed, or nobody is known to have asked', async () => {
    const { world, dispatcher, trail } = await scene();
    await dispatcher.post('vehicles/veh_none/rename', { name: 'Mine' });
    await dispatcher.post('vehicles', { name: '' });
    await clientOf(world).get('vehicles');
    await clientOf(world, { 'x-api-key': 'wf_00000000000000000000000000' }).get('vehicles');
    expect(await trail('?outcome=refused')).toEqual([]);
  });

  it('many times a minute is there twice at most, and counted', async () => {
    const { world, acme, trail } = await scene();
    for (let n = 0; n < 40; n++) await acme.as('viewer').post('vehicles', { name: 'Mine' });
    expect(await trail('?outcome=refused')).toMatchObject([{ count: 39 }, { action: 'vehicles-register' }]);
    world.advance(60_000);
    await acme.as('viewer').post('vehicles', { name: 'Mine' });
    expect(await trail('?outcome=refused')).toHaveLength(3);
  });

  it('as one request too many is there once a minute for each client', async () => {
    const { acme, dispatcher, trail, world } = await scene(600);
    for (let n = 0; n < 90; n++) await acme.integration.get('me');
    world.advance(10_000);
    await dispatcher.get('me');
    const entries = await trail('?outcome=refused');
    expect(entries).toMatchObject([
      { actor: 'client:cli_acme', refusal: { status: 429, code: 'limits/too-many' }, count: expect.any(Number) },
      { actor: 'client:cli_acme', refusal: { status: 429 } },
    ]);
  });
});

describe('the trail', () => {
  it('comes newest first, in pages, over months', async () => {
    const { world, dispatcher, trail, ask } = await scene();
    for (let n = 0; n < 6; n++) {
      await register(dispatcher, `Van ${n}`);
      await trail();
      world.advance(15 * 86_400_000);
    }
    const whole = await trail('?limit=500');
    expect(new Set(whole.map(({ chain }) => chain)).size).toBeGreaterThan(2);
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await ask(`?limit=4${cursor && `&cursor=${cursor}`}`);
      seen.push(...(body.items as unknown[]));
      cursor = String(body.nextCursor ?? '');
    } while (cursor);
    expect(seen).toEqual(whole);
    const times = whole.map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('is filtered by who, what, about what, how it ended and when', async () => {
    const { world, acme, dispatcher, owner, trail } = await scene();
    const id = await register(dispatcher);
    world.advance(3_600_000);
    await owner.post(`vehicles/${id}/rename`, { name: 'Van 8' });
    await acme.as('viewer').post(`vehicles/${id}/rename`, { name: 'Mine' });
    const actions = async (query: string) => (await trail(`?${query}`)).map(({ action }) => action);
    expect(await actions('actor=user:owner@acme.example')).toEqual(['vehicles.VehicleRenamed']);
    expect(await actions('action=vehicles.VehicleRegistered')).toEqual(['vehicles.VehicleRegistered']);
    expect(await actions(`subject=${id}&outcome=done`)).toEqual([
      'vehicles.VehicleRenamed',
      'vehicles.VehicleRegistered',
    ]);
    expect(await actions('subjectKind=vehicle&from=2026-03-02T09:00:00Z')).toHaveLength(2);
    expect(await actions('from=2026-03-02T08:00:00Z&to=2026-03-02T09:00:00Z')).toEqual(['vehicles.VehicleRegistered']);
    expect(await actions('from=2027-01-01T00:00:00Z')).toEqual([]);
  });

  it.each(['nonsense', Buffer.from('{"chain":"head"}').toString('base64url'), 'bnVsbA'])(
    'takes no cursor that is not its own: %s',
    async (cursor) => {
      const { ask } = await scene();
      expect(await ask(`?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'paging/bad-cursor' } });
    },
  );

  it('is exported as lines, the oldest first, and says that it was', async () => {
    const { dispatcher, ask, trail } = await scene();
    await register(dispatcher);
    const { status, headers, text } = await ask('/export');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ seq }) => seq)).toEqual(
      lines.toSorted((a, b) => a.chain.localeCompare(b.chain) || a.seq - b.seq).map(({ seq }) => seq),
    );
    expect(lines.at(-1)).toMatchObject({ outcome: 'read', action: 'audit.export', actor: 'user:owner@acme.example' });
    expect(await trail('?outcome=read')).toHaveLength(1);
  });

  it('is for owner and admin alone, and of their own company', async () => {
    const { world, acme, ask } = await scene();
    await register(acme.as('dispatcher'));
    for (const role of ['dispatcher', 'viewer', 'driver'] as const)
      expect((await ask('', acme.as(role))).status).toBe(403);
    expect((await ask('', acme.integration)).status).toBe(403);
    const globex = await found(world, 'globex');
    const told = await ask('?limit=500', globex.as('owner'));
    expect(told.text).toContain('globex');
    expect(told.text).not.toContain('acme');
  });

  it('holds together, whatever was done and refused', async () => {
    const { world, dispatcher, acme, settle } = await scene();
    const id = await register(dispatcher);
    await acme.as('viewer').post(`vehicles/${id}/rename`, { name: 'Mine' });
    await settle();
    const { entries, broken } = await verify(world.services.audit, 'ten_acme');
    expect(entries).toBeGreaterThan(5);
    expect(broken).toBeUndefined();
  });
});
