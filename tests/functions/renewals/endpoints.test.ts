import { memberIdOf } from '../../../functions/access/contract.ts';
import { app, found, itemsOf, signedIn } from '../company.ts';

const DAY = 86_400_000;

const scene = async () => {
  const world = app();
  const acme = await found(world, 'acme');
  const dispatcher = acme.as('dispatcher');
  const vehicleId = String((await dispatcher.post('vehicles', { name: 'Van 7' })).body.id);
  const inspection = { kind: 'inspection', title: 'Main inspection', dueOn: '2026-03-20' };
  const add = async (more: object = {}) => {
    const body = { subject: { kind: 'vehicle', id: vehicleId }, ...inspection, ...more };
    return (await dispatcher.post('renewals', body)).body as { id: string };
  };
  const get = async (id: unknown) => (await dispatcher.get(`renewals/${id}`)).body;
  const titles = async (query: string) => itemsOf(await dispatcher.get(`renewals?${query}`)).map(({ title }) => title);
  const told = async (client = dispatcher) => itemsOf(await client.get('me/notifications')).map(({ text }) => text);
  /** The feed and the timer come once on each of so many days. */
  const pass = async (days: number) => {
    for (let day = 0; day < days; day += 1) {
      await world.runEvents();
      await world.runTimers();
      world.advance(DAY);
    }
    await world.runEvents();
    await world.runTimers();
  };
  const patch = (id: unknown, body: object) =>
    world.ask('PATCH', `renewals/${id}`, { headers: signedIn('dispatcher@acme.example'), body });
  return { world, acme, dispatcher, vehicleId, add, get, titles, told, pass, patch };
};

describe('POST renewals', () => {
  it('answers with what is due, and how it stands today', async () => {
    const { dispatcher, vehicleId, get } = await scene();
    const answer = await dispatcher.post('renewals', {
      subject: { kind: 'vehicle', id: vehicleId },
      kind: 'insurance',
      title: 'Liability insurance',
      dueOn: '2026-12-31',
      cost: { amount: 84_000, currency: 'EUR' },
      repeatsMonths: 12,
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/renewals/${answer.body.id}`);
    expect(answer.body).toMatchObject({ state: 'ok', status: 'open', remindDaysBefore: [30, 7, 1], version: 1 });
    expect(await get(answer.body.id)).toEqual(answer.body);
  });

  it.each([
    ['a vehicle that there is', { subject: { kind: 'vehicle', id: 'veh_unheard' } }, 404],
    ['a vehicle with an id', { subject: { kind: 'vehicle' } }, 400],
    ['a day', { dueOn: '2026-02-30' }, 400],
    ['a kind that it knows', { kind: 'party' }, 400],
  ])('wants %s', async (_, body, status) => {
    const { dispatcher, vehicleId } = await scene();
    const usual = { subject: { kind: 'vehicle', id: vehicleId }, kind: 'permit', title: 'Permit', dueOn: '2026-12-31' };
    expect((await dispatcher.post('renewals', { ...usual, ...body })).status).toBe(status);
  });

  it('is for the company as a whole, too, and not for who may only look', async () => {
    const { acme, dispatcher } = await scene();
    const body = { subject: { kind: 'company' }, kind: 'permit', title: 'Operating licence', dueOn: '2026-12-31' };
    expect((await dispatcher.post('renewals', body)).status).toBe(201);
    expect((await acme.as('viewer').post('renewals', body)).status).toBe(403);
  });
});

describe('GET renewals', () => {
  it('filters by state, kind, subject and day; the first that is due comes first', async () => {
    const { add, titles, vehicleId } = await scene();
    await add({ title: 'Soon', dueOn: '2026-03-20' });
    await add({ title: 'Late', dueOn: '2026-03-01' });
    await add({ title: 'Far', dueOn: '2026-09-01', kind: 'lease' });
    await add({ title: 'Ours', dueOn: '2026-10-01', subject: { kind: 'company' } });
    expect(await titles('')).toEqual(['Late', 'Soon', 'Far', 'Ours']);
    expect(await titles('state=due-soon')).toEqual(['Soon']);
    expect(await titles('state=overdue')).toEqual(['Late']);
    expect(await titles('state=ok')).toEqual(['Far', 'Ours']);
    expect(await titles('kind=lease')).toEqual(['Far']);
    expect(await titles(`subject=vehicle:${vehicleId}&sort=-dueOn`)).toEqual(['Far', 'Soon', 'Late']);
    expect(await titles('dueOnFrom=2026-03-02&dueOnTo=2026-09-01')).toEqual(['Soon']);
  });

  it('goes by the day of the company, not by that of the machine', async () => {
    const { world, add, get } = await scene();
    const { id } = await add({ dueOn: '2026-03-02' });
    world.advance(15 * 3_600_000);
    expect(await get(id)).toMatchObject({ state: 'due-soon' });
    const headers = signedIn('owner@acme.example');
    await world.ask('PATCH', 'company', { headers, body: { timeZone: 'Asia/Tokyo' } });
    world.advance(1_000);
    expect(await get(id)).toMatchObject({ state: 'overdue' });
  });
});

describe('a renewal', () => {
  it('is changed, snoozed and cancelled', async () => {
    const { add, patch, dispatcher, get } = await scene();
    const { id } = await add({ notes: 'Ask for a loan car' });
    expect((await patch(id, { title: 'HU', notes: null })).body).not.toHaveProperty('notes');
    const snoozed = await dispatcher.post(`renewals/${id}/snooze`, { until: '2026-03-15' });
    expect(snoozed.body).toMatchObject({ title: 'HU', snoozedUntil: '2026-03-15' });
    expect((await dispatcher.post(`renewals/${id}/snooze`, { until: '2026-03-02' })).status).toBe(409);
    await dispatcher.post(`renewals/${id}/cancel`, { reason: 'Scrapped' });
    expect(await get(id)).toMatchObject({ state: 'cancelled' });
  });

  it('makes the next one when it is done, once', async () => {
    const { add, dispatcher, get, titles, world } = await scene();
    const { id } = await add({ repeatsMonths: 24 });
    const done = await dispatcher.post(`renewals/${id}/complete`, { cost: { amount: 11_990, currency: 'EUR' } });
    await dispatcher.post(`renewals/${id}/complete`, {});
    await world.runEvents();
    expect(done.body).toMatchObject({ state: 'done', doneOn: '2026-03-02', cost: { amount: 11_990 } });
    expect(await get(done.body.nextId)).toMatchObject({ state: 'ok', dueOn: '2028-03-20', previousId: id });
    expect(await titles('state=ok')).toHaveLength(1);
  });

  it('makes the next one, too, when the request has died in between', async () => {
    const { add, get, world } = await scene();
    const { id } = await add();
    const cause = { at: '2026-03-02T08:00:00.000Z', actor: 'user:mia', correlationId: 'c-1' };
    const data = { doneOn: '2026-03-02', nextId: 'rnw_next', nextDueOn: '2027-03-20', completedAt: cause.at };
    const stream = { tenantId: 'ten_acme', streamId: `renewal-${id}` };
    await world.services.streams.append(stream, 1, [{ type: 'RenewalCompleted', data }], cause);
    await world.runEvents();
    expect(await get('rnw_next')).toMatchObject({ dueOn: '2027-03-20', previousId: id });
  });

  it('was not done in the future', async () => {
    const { add, dispatcher } = await scene();
    const { id } = await add();
    expect((await dispatcher.post(`renewals/${id}/complete`, { on: '2026-04-01' })).body.code).toBe('renewals/not-yet');
  });
});

describe('reminders', () => {
  it('come once for each day, to those who run the company and its dispatchers, until it is done', async () => {
    const { add, acme, told, pass, dispatcher } = await scene();
    const { id } = await add({ dueOn: '2026-03-12' });
    await pass(8);
    const due = 'Main inspection (Van 7) is due on 2026-03-12.';
    expect(await told()).toEqual([due, due]);
    expect(await told(acme.as('owner'))).toEqual([due, due]);
    expect(await told(acme.as('viewer'))).toEqual([]);
    await pass(5);
    const was = 'Main inspection (Van 7) was due on 2026-03-12.';
    expect(await told()).toEqual([was, due, due, due]);
    await dispatcher.post(`renewals/${id}/complete`, {});
    await pass(40);
    expect(await told()).toHaveLength(4);
  });

  it('come once however often the timer fires, and after a day on which it did not', async () => {
    const { add, told, world } = await scene();
    await add({ dueOn: '2026-04-10' });
    await world.runEvents();
    world.advance(12 * DAY);
    for (const _ of [1, 2, 3]) {
      await world.runTimers();
      await world.runEvents();
    }
    expect(await told()).toHaveLength(1);
  });

  it('come once when the timer dies between telling and noting it', async () => {
    const { add, told, world } = await scene();
    const { id } = await add({ dueOn: '2026-03-12' });
    await world.runEvents();
    const append = world.services.streams.append;
    Object.assign(world.services.streams, { append: () => Promise.reject(new Error('killed')) });
    await world.runTimers();
    Object.assign(world.services.streams, { append });
    await world.runTimers();
    expect([
      await told(),
      (await world.services.streams.read({ tenantId: 'ten_acme', streamId: `renewal-${id}` })).version,
    ]).toEqual([['Main inspection (Van 7) is due on 2026-03-12.'], 2]);
  });

  it('go to whoever was named instead', async () => {
    const { add, acme, told, pass } = await scene();
    await add({ dueOn: '2026-03-12', notify: [memberIdOf('viewer@acme.example')] });
    await pass(1);
    expect([(await told(acme.as('viewer'))).length, (await told()).length]).toEqual([1, 0]);
  });

  it('do not come while it is snoozed', async () => {
    const { add, told, pass, dispatcher } = await scene();
    const { id } = await add({ dueOn: '2026-03-12' });
    await dispatcher.post(`renewals/${id}/snooze`, { until: '2026-03-06' });
    await pass(3);
    expect(await told()).toEqual([]);
    await pass(1);
    expect(await told()).toHaveLength(1);
  });

  it('leave the others alone when one cannot be sent', async () => {
    const { add, told, pass, world, vehicleId } = await scene();
    await add({ dueOn: '2026-03-12' });
    await add({ title: 'Nobody knows of what', dueOn: '2026-03-11' });
    const view = world.services.views.in('ten_acme', 'renewals');
    const [broken] = (await view.query<{ id: string; dueOn: string }>({ where: { dueOn: '2026-03-11' } })).items;
    await view.put(broken?.id ?? '', { ...broken, subject: { kind: 'vehicle', id: 'veh_gone' } });
    await pass(1);
    expect(await told()).toEqual(['Main inspection (Van 7) is due on 2026-03-12.']);
    expect(world.log).toContainEqual(expect.objectContaining({ message: 'Nobody was reminded of a renewal' }));
    expect(vehicleId).toBeDefined();
  });
});

describe('driving licences', () => {
  const licence = { country: 'DE', classes: ['B', 'CE'], expiresOn: '2026-03-20' };
  const licensed = async () => {
    const here = await scene();
    const ann = await here.acme.join('ann', 'driver');
    const hired = await here.dispatcher.post('drivers', { name: 'Ann', signIn: ann.email, licences: [licence] });
    await here.world.runEvents();
    const id = String(hired.body.id);
    const [{ id: licenceId } = {}] = hired.body.licences as { id: string }[];
    return { ...here, ann, id, licenceId, renewalId: `rnw_${licenceId}` };
  };

  it('are renewals by themselves, of which their driver is told, too', async () => {
    const { ann, titles, pass, told, get, renewalId } = await licensed();
    expect(await titles('kind=licence&state=due-soon')).toEqual(['Driving licence DE, B CE']);
    expect(await get(renewalId)).toMatchObject({ follows: { kind: 'licence' } });
    await pass(1);
    const text = 'Driving licence DE, B CE (Ann) is due on 2026-03-20.';
    expect([await told(ann.client), await told()]).toEqual([[text], [text]]);
  });

  it('are due when the licence is, and are no more when it is gone', async () => {
    const { world, id, licenceId, renewalId, get } = await licensed();
    const headers = signedIn('dispatcher@acme.example');
    const path = `drivers/${id}/licences/${licenceId}`;
    await world.ask('PUT', path, { headers, body: { ...licence, expiresOn: '2031-03-20' } });
    await world.runEvents();
    expect(await get(renewalId)).toMatchObject({ dueOn: '2031-03-20', state: 'ok' });
    await world.ask('DELETE', path, { headers });
    await world.runEvents();
    expect(await get(renewalId)).toMatchObject({ state: 'cancelled' });
  });

  it('are of no concern once the driver has left, and again when they are back', async () => {
    const { world, dispatcher, id, renewalId, get } = await licensed();
    for (const [status, state] of [
      ['left', 'cancelled'],
      ['active', 'due-soon'],
    ]) {
      await dispatcher.post(`drivers/${id}/status`, { status });
      await world.runEvents();
      expect(await get(renewalId)).toMatchObject({ state });
    }
  });

  it('are renewed with the licence and nowhere else', async () => {
    const { dispatcher, renewalId } = await licensed();
    expect((await dispatcher.post(`renewals/${renewalId}/complete`, {})).body.code).toBe('renewals/follows');
  });
});
