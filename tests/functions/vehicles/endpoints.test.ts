import { app, type Client, found, itemsOf } from '../company.ts';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  return { world, acme, mia: acme.as('dispatcher') };
};

const register = async (client: Client, name: string, more: object = {}) => {
  const { body } = await client.post('vehicles', { name, ...more });
  return String(body.id);
};
const namesOf = (answer: Parameters<typeof itemsOf>[0]) => itemsOf(answer).map(({ name }) => name);

describe('POST vehicles', () => {
  it('answers 201 with the vehicle, where it is and its version', async () => {
    const { mia } = await open();
    const { status, headers, body } = await mia.post('vehicles', {
      name: ' Van 7 ',
      plate: 'KA-W 7',
      vin: 'wvwzzz1jz3w386752',
      kind: 'van',
    });
    expect([status, headers.get('etag'), headers.get('location')]).toEqual([201, '"1"', `/api/v1/vehicles/${body.id}`]);
    expect(body).toEqual({
      id: expect.stringMatching(/^veh_[0-9a-z]{26}$/),
      name: 'Van 7',
      plate: 'KA-W 7',
      vin: 'WVWZZZ1JZ3W386752',
      kind: 'van',
      tags: [],
      customFields: {},
      vinCheck: 'not-used',
      meters: { version: 0 },
      status: 'active',
      registeredAt: '2026-03-02T08:00:00.000Z',
      version: 1,
    });
  });

  it('takes a name alone', async () => {
    const { mia } = await open();
    expect((await mia.post('vehicles', { name: 'Van 7' })).body).toMatchObject({ name: 'Van 7', kind: 'other' });
  });

  it.each([
    ['name', {}],
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(81) }],
    ['kind', { name: 'Van 7', kind: 'rocket' }],
    ['vin', { name: 'Van 7', vin: 'WVWZZZ1JZ3W38675O' }],
    ['plate', { name: 'Van 7', plate: 'x'.repeat(21) }],
  ])('answers 400 and names %s for %j', async (field, body) => {
    const { mia } = await open();
    expect(await mia.post('vehicles', body)).toMatchObject({ status: 400, body: { issues: [{ path: [field] }] } });
  });

  it('is not for viewers', async () => {
    const { acme } = await open();
    expect(await acme.as('viewer').post('vehicles', { name: 'Van 7' })).toMatchObject({
      status: 403,
      body: { code: 'scope/missing' },
    });
  });
});

describe('GET vehicles/{vehicleId}', () => {
  it('answers with the vehicle and its version', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    const { status, headers, body } = await mia.get(`vehicles/${id}`);
    expect([status, headers.get('etag'), body.name]).toEqual([200, '"1"', 'Van 7']);
  });

  it.each(['"1"', 'W/"1"', '"0", "1"'])('answers 304 without a body to who has %s already', async (tag) => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    const { status, headers, text } = await mia.get(`vehicles/${id}`, { 'if-none-match': tag });
    expect([status, headers.get('etag'), text]).toEqual([304, '"1"', '']);
  });

  it('answers 200 to who has an older version', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    await mia.post(`vehicles/${id}/rename`, { name: 'Van 8' });
    expect((await mia.get(`vehicles/${id}`, { 'if-none-match': '"1"' })).body).toMatchObject({ name: 'Van 8' });
  });

  it('shows how it was at an instant', async () => {
    const { world, mia } = await open();
    const id = await register(mia, 'Van 7');
    world.advance(60_000);
    await mia.post(`vehicles/${id}/rename`, { name: 'Van 8' });
    expect((await mia.get(`vehicles/${id}?asOf=2026-03-02T08:00:30Z`)).body).toMatchObject({
      name: 'Van 7',
      version: 1,
    });
    expect((await mia.get(`vehicles/${id}?asOf=2026-03-02T09:01:00%2B01:00`)).body).toMatchObject({ name: 'Van 8' });
    expect((await mia.get(`vehicles/${id}?asOf=2026-03-02T07:59:59Z`)).status).toBe(404);
    expect((await mia.get(`vehicles/${id}?asOf=yesterday`)).body).toMatchObject({ issues: [{ path: ['asOf'] }] });
  });

  it('answers 404 alike for an id of another company and for one that never was', async () => {
    const { world, mia } = await open();
    const globex = await found(world, 'globex');
    const theirs = await register(globex.as('owner'), 'Van 7');
    const never = `veh_${'0'.repeat(26)}`;
    const answers = await Promise.all([theirs, never].map((id) => mia.get(`vehicles/${id}`)));
    for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'vehicles/not-found']);
    const [one, other] = answers.map(({ body: { correlationId: _, ...rest } }) => rest);
    expect(one).toEqual(other);
  });

  it.each(['a', 'a%2Fb', '..', `veh_${'x'.repeat(200)}`, '%F0%9F%9A%9A'])('answers 404 for the id %s', async (id) => {
    const { mia } = await open();
    expect((await mia.get(`vehicles/${id}`)).status).toBe(404);
  });
});

describe('POST vehicles/{vehicleId}/rename and /retire', () => {
  it('answer with the vehicle as it is now', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    const renamed = await mia.post(`vehicles/${id}/rename`, { name: 'Van 8' });
    expect([renamed.status, renamed.headers.get('etag'), renamed.body.name]).toEqual([200, '"2"', 'Van 8']);
    const retired = await mia.post(`vehicles/${id}/retire`, { reason: 'Sold' });
    expect(retired.body).toMatchObject({ status: 'retired', retiredAt: '2026-03-02T08:00:00.000Z', version: 3 });
  });

  it('are safe to send twice', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    for (let time = 0; time < 2; time++)
      expect((await mia.post(`vehicles/${id}/retire`, { reason: 'Sold' })).body).toMatchObject({ version: 2 });
  });

  it('answer 412 to who looked at an older version, and change nothing', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    await mia.post(`vehicles/${id}/rename`, { name: 'Van 8' });
    expect(await mia.post(`vehicles/${id}/rename`, { name: 'Van 9' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'stream/stale', expected: 1, current: 2 },
    });
    expect((await mia.get(`vehicles/${id}`)).body.name).toBe('Van 8');
  });

  it('answer 409 with the rule that said no', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    await mia.post(`vehicles/${id}/retire`, { reason: 'Sold' });
    expect(await mia.post(`vehicles/${id}/rename`, { name: 'Van 8' })).toMatchObject({
      status: 409,
      body: { code: 'vehicles/retired' },
    });
  });

  it('answer 400 when they say nothing', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    expect((await mia.post(`vehicles/${id}/rename`, {})).body).toMatchObject({ issues: [{ path: ['name'] }] });
    expect((await mia.post(`vehicles/${id}/retire`, { reason: '' })).body).toMatchObject({
      issues: [{ path: ['reason'] }],
    });
  });
});

describe('GET vehicles', () => {
  it('lists by name without regard to case, page by page', async () => {
    const { mia } = await open();
    for (const name of ['beta', 'Alpha', 'gamma', 'Delta']) await register(mia, name);
    const first = await mia.get('vehicles?limit=3');
    expect(namesOf(first)).toEqual(['Alpha', 'beta', 'Delta']);
    const second = await mia.get(`vehicles?limit=3&cursor=${encodeURIComponent(String(first.body.nextCursor))}`);
    expect(second.body).toEqual({ items: [expect.objectContaining({ name: 'gamma' })] });
  });

  it('searches in name, plate and VIN', async () => {
    const { mia } = await open();
    await register(mia, 'Alpha', { plate: 'KA-X 1' });
    await register(mia, 'beta', { vin: 'WVWZZZ1JZ3W386752' });
    await register(mia, 'kappa');
    expect(namesOf(await mia.get('vehicles?search=KA'))).toEqual(['Alpha', 'kappa']);
    expect(namesOf(await mia.get('vehicles?search=zzz1'))).toEqual(['beta']);
  });

  it('lists what is in service, or what is not', async () => {
    const { mia } = await open();
    await register(mia, 'Alpha');
    await mia.post(`vehicles/${await register(mia, 'beta')}/retire`, { reason: 'Sold' });
    expect(namesOf(await mia.get('vehicles?status=active'))).toEqual(['Alpha']);
    expect(namesOf(await mia.get('vehicles?status=retired'))).toEqual(['beta']);
  });

  it.each(['limit=0', 'limit=501', 'limit=x', 'status=gone', 'search=', 'cursor=nonsense'])(
    'answers 400 and names the field for %s',
    async (query) => {
      const { mia } = await open();
      const { status, body } = await mia.get(`vehicles?${query}`);
      const path = expect.arrayContaining([query.split('=')[0]]);
      expect([status, body.issues]).toEqual([400, [{ path, message: expect.any(String) }]]);
    },
  );
});

describe('GET vehicles/{vehicleId}/history', () => {
  it('tells everything that was ever decided, by whom and when', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    await mia.post(`vehicles/${id}/retire`, { reason: 'Sold' });
    const actor = 'user:dispatcher@acme.example';
    const at = '2026-03-02T08:00:00.000Z';
    expect(itemsOf(await mia.get(`vehicles/${id}/history`))).toEqual([
      {
        version: 1,
        type: 'VehicleRegistered',
        at,
        actor,
        data: { vehicleId: id, name: 'Van 7', kind: 'other', tags: [], customFields: {}, registeredAt: at },
      },
      { version: 2, type: 'VehicleRetired', at, actor, data: { reason: 'Sold', retiredAt: at } },
    ]);
  });

  it('answers 404 for a vehicle that never was', async () => {
    const { mia } = await open();
    expect((await mia.get('vehicles/veh_0/history')).status).toBe(404);
  });
});

describe('reading your own writes', () => {
  it('waits for nothing that has not happened: 412 while a vehicle has not come to a version', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    expect((await mia.get(`vehicles/${id}?atLeast=1`)).status).toBe(200);
    expect(await mia.get(`vehicles/${id}?atLeast=2`)).toMatchObject({
      status: 412,
      body: { code: 'resource/not-yet', current: 1 },
    });
  });

  it('works even while the view lags behind', async () => {
    const { world, mia } = await open();
    const id = await register(mia, 'Van 7');
    await world.services.views.in('ten_acme', 'vehicles').remove(id);
    expect((await mia.get(`vehicles/${id}`)).body).toMatchObject({ name: 'Van 7', version: 1 });
  });
});
