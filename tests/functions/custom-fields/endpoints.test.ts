import { app, type Client, found, itemsOf } from '../company.ts';

const open = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  return { world, acme, owner: acme.as('owner') };
};

const define = async (owner: Client, key: string, kind: object, more: object = {}) => {
  const answer = await owner.post('custom-fields/vehicle', { key, label: key, kind, ...more });
  expect([key, answer.status]).toEqual([key, 201]);
};

describe('fields of a company’s own', () => {
  it('are defined for each kind of record', async () => {
    const { owner } = await open();
    const body = { key: 'cargo', label: 'Cargo', kind: { type: 'choice', options: ['Food', 'Tools'] }, required: true };
    const { status, headers, body: shown } = await owner.post('custom-fields/vehicle', body);
    const field = { ...body, archived: false };
    expect([status, headers.get('location')]).toEqual([201, '/api/v1/custom-fields/vehicle']);
    expect(shown).toEqual({ id: 'vehicle', fields: [field], version: 1 });
    await owner.post('custom-fields/driver', { key: 'shirt', label: 'Shirt', kind: { type: 'text' } });
    expect(itemsOf(await owner.get('custom-fields')).map(({ id }) => id)).toEqual(['driver', 'vehicle']);
    const changed = await owner.patch('custom-fields/vehicle/cargo', { label: 'Freight' }, { 'if-match': '"1"' });
    expect(changed.body).toEqual({ id: 'vehicle', fields: [{ ...field, label: 'Freight' }], version: 2 });
    expect((await owner.post('custom-fields/vehicle/cargo/archive')).body).toMatchObject({
      fields: [{ archived: true }],
    });
    expect((await owner.post('custom-fields/vehicle/cargo/restore')).body).toMatchObject({
      fields: [{ archived: false }],
    });
  });

  it.each([
    ['key', { key: 'Cargo' }],
    ['key', { key: '__proto__' }],
    ['kind', { kind: { type: 'colour' } }],
    ['kind', { kind: { type: 'choice', options: [] } }],
    ['kind', { kind: { type: 'choice', options: ['a', 'a'] } }],
    ['kind', { kind: { type: 'number', min: 2, max: 1 } }],
    ['label', { label: '' }],
  ])('are refused when %s is wrong: %j', async (field, wrong) => {
    const { owner } = await open();
    const { status, body } = await owner.post('custom-fields/vehicle', {
      key: 'cargo',
      label: 'Cargo',
      kind: { type: 'text' },
      ...wrong,
    });
    expect([status, (body.issues as { path: string[] }[])[0]?.path[0]]).toEqual([400, field]);
  });

  it('are for those who run the company to define, and for no other kind of record', async () => {
    const { acme, owner } = await open();
    const body = { key: 'cargo', label: 'Cargo', kind: { type: 'text' } };
    expect((await acme.as('dispatcher').post('custom-fields/vehicle', body)).status).toBe(403);
    expect((await owner.post('custom-fields/planet', body)).status).toBe(400);
    expect((await owner.get('custom-fields/vehicle')).status).toBe(404);
  });
});

describe('their values', () => {
  const scene = async () => {
    const { world, acme, owner } = await open();
    await define(owner, 'cargo', { type: 'choice', options: ['Food', 'Tools'] }, { required: true });
    await define(owner, 'seats', { type: 'number', min: 1, max: 60 });
    const mia = acme.as('dispatcher');
    const register = (customFields?: object) =>
      mia.post('vehicles', { name: 'Van 7', ...(customFields && { customFields }) });
    return { world, acme, owner, mia, register };
  };

  it('come with the record they belong to', async () => {
    const { mia, register } = await scene();
    const { body } = await register({ cargo: 'Food', seats: 3 });
    expect(body.customFields).toEqual({ cargo: 'Food', seats: 3 });
    const changed = await mia.patch(`vehicles/${body.id}`, { customFields: { cargo: 'Tools', seats: null } });
    expect(changed.body.customFields).toEqual({ cargo: 'Tools' });
  });

  it.each([
    [{ cargo: 'Sand' }, 'cargo'],
    [{ cargo: 'Food', seats: 0 }, 'seats'],
    [{ cargo: 'Food', seats: '3' }, 'seats'],
    [{ cargo: 'Food', colour: 'red' }, 'colour'],
    [{ cargo: 'Food', constructor: 'x' }, 'constructor'],
    [{}, 'cargo'],
    [undefined, 'cargo'],
  ])('are refused by name when they do not fit: %j', async (values, key) => {
    const { register } = await scene();
    const { status, body } = await register(values);
    expect([status, body.code, (body.issues as { path: string[] }[]).map(({ path }) => path)]).toEqual([
      400,
      'custom-fields/invalid',
      [['customFields', key]],
    ]);
  });

  it('cannot lack what is required by being taken away', async () => {
    const { mia, register } = await scene();
    const { body } = await register({ cargo: 'Food' });
    const refused = await mia.patch(`vehicles/${body.id}`, { customFields: { cargo: null } });
    expect(refused.body.issues).toEqual([{ path: ['customFields', 'cargo'], message: 'This field is required.' }]);
    expect((await mia.patch(`vehicles/${body.id}`, { make: 'Ford' })).status).toBe(200);
  });

  it('stay when their field is archived, can be taken away, and take no other', async () => {
    const { owner, mia, register } = await scene();
    const { body } = await register({ cargo: 'Food', seats: 3 });
    await owner.post('custom-fields/vehicle/seats/archive');
    expect((await mia.patch(`vehicles/${body.id}`, { customFields: { cargo: 'Tools' } })).body.customFields).toEqual({
      cargo: 'Tools',
      seats: 3,
    });
    expect((await mia.patch(`vehicles/${body.id}`, { customFields: { seats: 4 } })).status).toBe(400);
    expect((await mia.patch(`vehicles/${body.id}`, { customFields: { seats: null } })).body.customFields).toEqual({
      cargo: 'Tools',
    });
  });

  it('can be those of a field that another instance has just defined', async () => {
    const { world, owner, register } = await scene();
    await register({ cargo: 'Food' });
    const { find } = world.services.lookups;
    // What this instance remembers of the directory is older than the field.
    const remembered = await find('custom-fields:ten_acme', 'vehicle');
    await define(owner, 'wheels', { type: 'number' });
    Object.assign(world.services.lookups, { find: async () => remembered });
    expect((await register({ cargo: 'Food', wheels: 6 })).status).toBe(201);
  });

  it('are of one company', async () => {
    const { world, register } = await scene();
    await register({ cargo: 'Food' });
    const globex = await found(world, 'globex');
    const theirs = await globex.as('owner').post('vehicles', { name: 'Van 1', customFields: { cargo: 'Food' } });
    expect(theirs.body.code).toBe('custom-fields/invalid');
  });
});
