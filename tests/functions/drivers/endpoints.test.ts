import { driverStream } from '../../../functions/drivers/driver.ts';
import { app, found, itemsOf, signedIn } from '../company.ts';

const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const dispatcher = acme.as('dispatcher');
  const add = async (body: object = {}) =>
    (await dispatcher.post('drivers', { name: 'Ann Miller', ...body })).body as { id: string; version: number };
  const get = async (id: unknown) => (await dispatcher.get(`drivers/${id}`)).body;
  return { world, acme, dispatcher, add, get };
};

const headers = signedIn('dispatcher@acme.example');
const licence = { number: 'N072RRE2I55', country: 'DE', classes: ['ce', 'B'], expiresOn: '2031-01-31' };

describe('POST drivers', () => {
  it('answers with the driver and where they are', async () => {
    const { dispatcher } = await scene();
    const answer = await dispatcher.post('drivers', {
      name: '  Ann Miller ',
      employeeNumber: 'E-17',
      phone: '+49 170 1234',
      contacts: [{ name: 'Jo', phone: '+49 171 1' }],
      licences: [licence],
      tags: ['Night shift'],
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/drivers/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^drv_/),
      name: 'Ann Miller',
      status: 'active',
      licences: [{ id: expect.stringMatching(/^lic_/), ...licence, classes: ['B', 'CE'] }],
      tags: ['night-shift'],
      version: 2,
    });
    expect((await dispatcher.get(`drivers/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it.each([
    ['a name', {}],
    ['a name of one line', { name: 'Ann\nMiller' }],
    ['no field that it does not know', { name: 'Ann', salary: 1 }],
    ['a phone number', { name: 'Ann', phone: 'call me' }],
    ['a group that there is', { name: 'Ann', groupId: 'grp_unheard' }],
    ['a licence that expires after it was issued', { name: 'Ann', licences: [{ ...licence, issuedOn: '2031-02-01' }] }],
    ['fields that the company has defined', { name: 'Ann', customFields: { shoe: 38 } }],
    ['a member who drives', { name: 'Ann', signIn: 'viewer@acme.example' }],
  ])('wants %s', async (_, body) => {
    const { dispatcher } = await scene();
    expect((await dispatcher.post('drivers', body)).status).toBe(400);
  });

  it('is not for who may only look', async () => {
    const { acme } = await scene();
    expect((await acme.as('viewer').post('drivers', { name: 'Ann' })).status).toBe(403);
  });
});

describe('PATCH drivers/{id}', () => {
  it('changes what it names, removes what is null, and merges custom fields', async () => {
    const { world, acme, add } = await scene();
    for (const [key, type] of [
      ['size', 'text'],
      ['locker', 'number'],
      ['shoe', 'number'],
    ])
      await acme.as('owner').post('custom-fields/driver', { key, label: key, kind: { type } });
    const { id } = await add({ phone: '+49 1', email: 'ann@acme.example', customFields: { size: 'M', locker: 7 } });
    const patch = { phone: null, employeeNumber: 'E-17', customFields: { locker: null, shoe: 38 } };
    const { body } = await world.ask('PATCH', `drivers/${id}`, { headers, body: patch });
    expect(body).toMatchObject({
      email: 'ann@acme.example',
      employeeNumber: 'E-17',
      customFields: { size: 'M', shoe: 38 },
      version: 2,
    });
    expect(body).not.toHaveProperty('phone');
  });
});

describe('the life of a driver', () => {
  it('goes on by commands that may be sent twice', async () => {
    const { dispatcher, add, get } = await scene();
    const { id } = await add();
    for (const _ of [1, 2]) await dispatcher.post(`drivers/${id}/status`, { status: 'on-leave', reason: 'Sick' });
    expect(await get(id)).toMatchObject({ status: 'on-leave', statusReason: 'Sick', version: 2 });
    expect(itemsOf(await dispatcher.get(`drivers/${id}/history`)).map(({ type }) => type)).toEqual([
      'DriverAdded',
      'DriverStatusSet',
    ]);
  });

  it('honours the version that a caller pins', async () => {
    const { dispatcher, add } = await scene();
    const { id } = await add();
    const answer = await dispatcher.post(`drivers/${id}/status`, { status: 'left' }, { 'if-match': '"7"' });
    expect(answer.status).toBe(412);
  });

  it('answers 404 about who is not there', async () => {
    const { dispatcher } = await scene();
    expect((await dispatcher.post('drivers/drv_unheard/status', { status: 'left' })).body.code).toBe(
      'drivers/not-found',
    );
  });

  it('keeps licences: added, replaced, removed', async () => {
    const { world, dispatcher, add } = await scene();
    const { id } = await add();
    const added = await dispatcher.post(`drivers/${id}/licences`, licence);
    expect(added.status).toBe(201);
    const [{ id: licenceId } = {}] = added.body.licences as { id: string }[];
    const renewed = { ...licence, expiresOn: '2036-01-31' };
    const replaced = await world.ask('PUT', `drivers/${id}/licences/${licenceId}`, { headers, body: renewed });
    expect(replaced.body).toMatchObject({ licences: [{ id: licenceId, expiresOn: '2036-01-31' }] });
    const removed = await world.ask('DELETE', `drivers/${id}/licences/${licenceId}`, { headers });
    expect(removed.body).toMatchObject({ licences: [] });
  });
});

describe('POST drivers/bulk', () => {
  it('does each command on its own, and says how each went', async () => {
    const { dispatcher, add, get } = await scene();
    const [one, two] = [await add(), await add({ name: 'Bob', tags: ['day'] })];
    const { status, body } = await dispatcher.post('drivers/bulk', {
      commands: [
        { command: 'tag', driverId: one.id, tags: ['Night'] },
        { command: 'untag', driverId: two.id, tags: ['day'] },
        { command: 'status', driverId: 'drv_unheard', status: 'left' },
        { command: 'patch', driverId: one.id, patch: { phone: '+49 7' } },
        { command: 'status', driverId: two.id, status: 'on-leave', expected: 7 },
        { command: 'move', driverId: two.id, groupId: 'grp_unheard' },
      ],
    });
    expect(status).toBe(200);
    expect((body.results as { status: number }[]).map((result) => result.status)).toEqual([
      200, 200, 404, 200, 412, 400,
    ]);
    expect(await get(one.id)).toMatchObject({ tags: ['night'], phone: '+49 7' });
    expect(await get(two.id)).toMatchObject({ tags: [], status: 'active' });
  });
});

describe('GET drivers', () => {
  it('filters, searches and sorts', async () => {
    const { dispatcher, add } = await scene();
    await add({ name: 'Ann', licences: [licence] });
    await add({ name: 'bob', tags: ['night'], licences: [{ ...licence, classes: ['B'], expiresOn: '2026-05-01' }] });
    const gone = await add({ name: 'Zoe' });
    await dispatcher.post(`drivers/${gone.id}/status`, { status: 'left' });
    const names = async (query: string) => itemsOf(await dispatcher.get(`drivers?${query}`)).map(({ name }) => name);
    expect(await names('')).toEqual(['Ann', 'bob', 'Zoe']);
    expect(await names('sort=-name')).toEqual(['Zoe', 'bob', 'Ann']);
    expect(await names('status=active,on-leave')).toEqual(['Ann', 'bob']);
    expect(await names('tag=night')).toEqual(['bob']);
    expect(await names('licenceClass=CE')).toEqual(['Ann']);
    expect(await names('licenceExpiresOnTo=2026-06-01')).toEqual(['bob']);
    expect(await names('search=o')).toEqual(['bob', 'Zoe']);
  });
});

describe('the sign-in of a driver', () => {
  it('shows a member which driver they are', async () => {
    const { acme, dispatcher, add } = await scene();
    const ann = await acme.join('ann', 'driver');
    expect((await ann.client.get('me/driver')).body.code).toBe('drivers/not-a-driver');
    const { id } = await add();
    await dispatcher.post(`drivers/${id}/link`, { signIn: ann.email.toUpperCase() });
    expect((await ann.client.get('me/driver')).body).toMatchObject({ id });
    await dispatcher.post(`drivers/${id}/unlink`);
    expect((await ann.client.get('me/driver')).status).toBe(404);
  });

  it('is one driver only, also when two ask at once', async () => {
    const { acme, dispatcher, add } = await scene();
    const { email: signIn } = await acme.join('ann', 'driver');
    const [one, two] = [await add(), await add()];
    const both = await Promise.all([one, two].map(({ id }) => dispatcher.post(`drivers/${id}/link`, { signIn })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await dispatcher.post('drivers', { name: 'Third', signIn })).body.code).toBe('drivers/sign-in-taken');
  });

  it('is free for another once it was taken away', async () => {
    const { acme, dispatcher, add } = await scene();
    const { email: signIn } = await acme.join('ann', 'driver');
    const one = await add({ signIn });
    await dispatcher.post(`drivers/${one.id}/unlink`);
    expect((await dispatcher.post('drivers', { name: 'Bob', signIn })).status).toBe(201);
  });

  it('is free a minute after a claim that came to nothing', async () => {
    const { world, acme, dispatcher, add } = await scene();
    const ann = await acme.join('ann', 'driver');
    const [one, two] = [await add(), await add()];
    await dispatcher.post(`drivers/${one.id}/link`, { signIn: ann.email }, { 'if-match': '"9"' });
    const link = () => dispatcher.post(`drivers/${two.id}/link`, { signIn: ann.email });
    expect((await link()).status).toBe(409);
    world.advance(60_000);
    expect((await link()).status).toBe(200);
  });
});

describe('POST drivers/{id}/erase', () => {
  const erased = async () => {
    const here = await scene();
    const { id } = await here.add({ phone: '+49 170 1234', licences: [licence] });
    await here.dispatcher.post(`drivers/${id}/status`, { status: 'left', reason: 'Moved to Łódź' });
    const answer = await here.acme.as('owner').post(`drivers/${id}/erase`);
    return { ...here, id, answer };
  };

  it('leaves nothing of a person to be read, in list, history or stream', async () => {
    const { world, acme, id, answer } = await erased();
    const owner = acme.as('owner');
    expect(answer.body).toMatchObject({
      id,
      name: 'Erased driver',
      erasedAt: '2026-03-02T08:00:00.000Z',
      licences: [],
    });
    const { events } = await world.services.streams.read(driverStream('ten_acme', id));
    const shown = [
      answer.text,
      (await owner.get('drivers')).text,
      (await owner.get(`drivers/${id}/history`)).text,
      (await owner.get(`drivers/${id}?asOf=2026-03-02T08:00:00Z`)).text,
      JSON.stringify(events),
    ];
    expect(shown.join()).not.toMatch(/Ann|1234|N072|Łódź/);
    expect(shown.join()).toContain('DriverAdded');
  });

  it('may be sent twice', async () => {
    const { acme, id, answer } = await erased();
    expect((await acme.as('owner').post(`drivers/${id}/erase`)).body).toEqual(answer.body);
  });

  it('is for who has left, and for who runs the company', async () => {
    const { acme, dispatcher, add } = await scene();
    const { id } = await add();
    expect((await dispatcher.post(`drivers/${id}/erase`)).status).toBe(403);
    expect((await acme.as('owner').post(`drivers/${id}/erase`)).body.code).toBe('drivers/not-left');
  });
});
