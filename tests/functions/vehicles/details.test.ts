import { itemsOf } from '../company.ts';
import { namesOf, open, register } from './scene.ts';

const everything = {
  kind: 'truck',
  externalId: 'ERP-7',
  plate: 'KA-W 7',
  vin: '1HGCM82633A004352',
  make: 'Ford',
  model: 'Transit',
  modelYear: 2024,
  energy: 'plug-in-hybrid',
  tankMillilitres: 70_000,
  batteryWattHours: 13_600,
  colour: 'White',
  notes: 'Two\nlines',
  tags: ['cooled', 'night-shift'],
  acquisition: {
    kind: 'lease',
    on: '2024-01-15',
    price: { amount: 4_000_000, currency: 'EUR' },
    vendor: 'Autohaus Süd',
    leaseEndsOn: '2027-01-14',
  },
  depreciation: { method: 'straight-line', lifeMonths: 60, residual: { amount: 1_000_000, currency: 'EUR' } },
  replacement: { on: '2029-01-15', odometerMetres: 300_000_000, reason: 'Age' },
};

describe('what describes a vehicle', () => {
  it('is kept as it was given, with tags in their normal form and the VIN checked', async () => {
    const { mia } = await open();
    const given = { ...everything, tags: ['Night  Shift', 'cooled', 'COOLED'] };
    const id = await register(mia, 'Van 7', given);
    expect((await mia.get(`vehicles/${id}`)).body).toMatchObject({
      ...everything,
      vinCheck: 'valid',
      status: 'active',
    });
  });

  it.each([
    ['acquisition', { acquisition: { kind: 'purchase', on: '2024-01-15', leaseEndsOn: '2025-01-01' } }],
    ['acquisition', { acquisition: { kind: 'lease', on: '2024-01-15', leaseEndsOn: '2023-01-01' } }],
    ['replacement', { replacement: { reason: 'Age' } }],
    ['tags', { tags: ['!'] }],
    ['tags', { tags: Array.from({ length: 31 }, (_, index) => `t${index}`) }],
    ['depreciation', { depreciation: { method: 'magic' } }],
    ['notes', { notes: 'a\u0000b' }],
    ['tankMillilitres', { tankMillilitres: 0 }],
    ['acquisition', { acquisition: { kind: 'purchase', on: '2024-02-30' } }],
    ['acquisition', { acquisition: { kind: 'purchase', on: '2024-02-03', price: { amount: 1.5, currency: 'EUR' } } }],
  ])('is refused when %s is wrong: %j', async (field, more) => {
    const { mia } = await open();
    const { status, body } = await mia.post('vehicles', { name: 'Van 7', ...more });
    expect([status, (body.issues as { path: string[] }[])[0]?.path[0]]).toEqual([400, field]);
  });

  it('is refused with a field that nobody knows', async () => {
    const { mia } = await open();
    expect((await mia.post('vehicles', { name: 'Van 7', wheels: 4 })).status).toBe(400);
  });
});

describe('PATCH vehicles/{vehicleId}', () => {
  it('changes what is named, takes away what is null, and leaves the rest', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7', everything);
    const patch = { model: 'E-Transit', energy: 'electric', tankMillilitres: null, vin: null };
    const { status, headers, body } = await mia.patch(`vehicles/${id}`, patch);
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ model: 'E-Transit', energy: 'electric', make: 'Ford', version: 2 });
    for (const gone of ['tankMillilitres', 'vin', 'vinCheck']) expect(body).not.toHaveProperty(gone);
    const { data } = itemsOf(await mia.get(`vehicles/${id}/history`))[1] as { data: object };
    expect(data).toEqual({ changes: patch, changedAt: '2026-03-02T08:00:00.000Z' });
  });

  it('does nothing when nothing changes', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7', everything);
    const { body } = await mia.get(`vehicles/${id}`);
    const { name, acquisition, tags } = body;
    expect((await mia.patch(`vehicles/${id}`, { name, acquisition, tags, customFields: {} })).body).toEqual(body);
    expect((await mia.patch(`vehicles/${id}`, {})).body).toEqual(body);
  });

  it('is bound to a version by If-Match', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    await mia.patch(`vehicles/${id}`, { make: 'Ford' });
    const refused = await mia.patch(`vehicles/${id}`, { make: 'MAN' }, { 'if-match': '"1"' });
    expect([refused.status, (await mia.get(`vehicles/${id}`)).body.make]).toEqual([412, 'Ford']);
  });

  it.each([{ name: null }, { kind: null }, { tags: null }, { status: 'sold' }, { groupId: 'x' }, { version: 3 }])(
    'refuses %j',
    async (patch) => {
      const { mia } = await open();
      const id = await register(mia, 'Van 7');
      expect((await mia.patch(`vehicles/${id}`, patch)).status).toBe(400);
    },
  );

  it('answers 404 for a vehicle that never was, also when it would take a VIN', async () => {
    const { mia } = await open();
    for (const patch of [{ make: 'Ford' }, { vin: '1HGCM82633A004352' }])
      expect((await mia.patch('vehicles/veh_0', patch)).body.code).toBe('vehicles/not-found');
    await register(mia, 'Van 7', { vin: '1HGCM82633A004352' });
  });
});

describe('a plate that two vehicles have', () => {
  it('is taken, with a warning that names the other', async () => {
    const { mia } = await open();
    const first = await register(mia, 'Van 7', { plate: 'KA-W 7' });
    const { status, body } = await mia.post('vehicles', { name: 'Van 8', plate: 'ka w7' });
    const warning = { code: 'vehicles/plate-in-use', message: 'Van 7 has this plate, too.', vehicleId: first };
    expect([status, body.warnings]).toEqual([201, [warning]]);
    expect((await mia.get(`vehicles/${body.id}`)).body).not.toHaveProperty('warnings');
    expect((await mia.patch(`vehicles/${body.id}`, { plate: 'KA-W 8' })).body).not.toHaveProperty('warnings');
    expect((await mia.patch(`vehicles/${body.id}`, { plate: 'KA-W 7' })).body.warnings).toEqual([warning]);
  });

  it('needs no warning when the other is out of use', async () => {
    const { mia } = await open();
    const first = await register(mia, 'Van 7', { plate: 'KA-W 7' });
    await mia.post(`vehicles/${first}/sell`, { soldOn: '2026-03-01' });
    expect((await mia.post('vehicles', { name: 'Van 8', plate: 'KA-W 7' })).body).not.toHaveProperty('warnings');
  });
});

describe('finding vehicles', () => {
  const fleet = async () => {
    const scene = await open();
    const { mia } = scene;
    await register(mia, 'alpha', {
      kind: 'car',
      make: 'Škoda',
      modelYear: 2020,
      energy: 'petrol',
      plate: 'B 2',
      tags: ['pool'],
    });
    await register(mia, 'Beta', { kind: 'van', make: 'FORD', model: 'Transit', modelYear: 2023, plate: 'A 1' });
    await register(mia, 'gamma', {
      kind: 'equipment',
      make: 'Ford',
      energy: 'none',
      tags: ['pool', 'yard'],
      externalId: 'G1',
    });
    return scene;
  };

  it.each([
    ['kind=car,van', ['alpha', 'Beta']],
    ['make=ford', ['Beta', 'gamma']],
    ['make=%C5%A0KODA', ['alpha']],
    ['tag=Pool', ['alpha', 'gamma']],
    ['tag=yard,nothing', ['gamma']],
    ['energy=none', ['gamma']],
    ['externalId=G1', ['gamma']],
    ['modelYearFrom=2020&modelYearTo=2023', ['alpha']],
    ['modelYearFrom=2021', ['Beta']],
    ['search=transit', ['Beta']],
    ['status=active&kind=van', ['Beta']],
    ['status=sold', []],
    ['sort=plate', ['gamma', 'Beta', 'alpha']],
    ['sort=-modelYear', ['Beta', 'alpha', 'gamma']],
    ['sort=-name', ['gamma', 'Beta', 'alpha']],
  ])('by %s', async (query, names) => {
    const { mia } = await fleet();
    expect(namesOf(await mia.get(`vehicles?${query}`))).toEqual(names);
  });

  it('shows no more of each than is asked for', async () => {
    const { mia } = await fleet();
    const [first] = itemsOf(await mia.get('vehicles?fields=name,plate&limit=1'));
    expect(first).toEqual({ id: expect.any(String), name: 'alpha', plate: 'B 2', version: 1 });
  });
});

describe('what a vehicle is worth', () => {
  it('is told for any day', async () => {
    const { mia } = await open();
    const vehicleId = await register(mia, 'Van 7', everything);
    const eur = (amount: number) => ({ amount, currency: 'EUR' });
    const [cost, on] = [eur(4_000_000), '2026-01-15'];
    expect((await mia.get(`vehicles/${vehicleId}/value?on=${on}`)).body).toEqual({
      vehicleId,
      on,
      cost,
      lost: eur(1_200_000),
      value: eur(2_800_000),
    });
    expect((await mia.get(`vehicles/${vehicleId}/value`)).body).toMatchObject({
      on: '2026-03-02',
      value: eur(2_750_000),
    });
  });

  it('needs to know how it was acquired', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    expect(await mia.get(`vehicles/${id}/value`)).toMatchObject({ status: 409, body: { code: 'vehicles/no-value' } });
    expect((await mia.get(`vehicles/${id}/value?on=soon`)).status).toBe(400);
  });
});

describe('whether a vehicle is to be replaced', () => {
  it('follows from the day and from its odometer', async () => {
    const { world, mia } = await open();
    const vehicleId = await register(mia, 'Van 7', { replacement: { on: '2026-04-01', odometerMetres: 1_000 } });
    const due = async () => (await mia.get(`vehicles/${vehicleId}/replacement`)).body;
    expect(await due()).toEqual({ vehicleId, due: false, reached: [], daysLeft: 30 });
    await mia.post(`vehicles/${vehicleId}/meters`, { meter: 'odometer', value: 1_200, at: '2026-03-02T08:00:00Z' });
    expect(await due()).toEqual({ vehicleId, due: true, reached: ['odometer'], daysLeft: 30, metresLeft: -200 });
    world.advance(30 * 86_400_000);
    expect(await due()).toMatchObject({ reached: ['date', 'odometer'], daysLeft: 0 });
  });

  it('is unknown while nobody has said', async () => {
    const { mia } = await open();
    const id = await register(mia, 'Van 7');
    expect((await mia.get(`vehicles/${id}/replacement`)).body.code).toBe('vehicles/no-replacement');
  });
});
