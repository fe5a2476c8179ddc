import { itemsOf, reportingVehicle } from '../company.ts';
import { scene } from './scene.ts';

const MONDAY = '2026-03-09T06:00:00.000Z';
const WEDNESDAY = '2026-03-11T18:00:00.000Z';
const FRIDAY = '2026-03-13T18:00:00.000Z';
const START = Date.parse('2026-03-02T08:00:00.000Z');

/** The scene of every day, with a second van that nobody drives and two drivers who sign in nowhere. */
const planning = async () => {
  const here = await scene();
  const { vehicleId } = await reportingVehicle(here.acme, 'Van 8');
  const hire = async (name: string) => String((await here.dispatcher.post('drivers', { name })).body.id);
  const [zoe, moe] = [await hire('Zoe'), await hire('Moe')];
  const plan = (driverId: string, from: string | undefined, until?: string, vehicle = vehicleId) =>
    here.dispatcher.post(`vehicles/${vehicle}/assignments`, {
      driverId,
      ...(from && { from }),
      ...(until && { until }),
    });
  const goTo = (instant: string) => here.world.advance(Date.parse(instant) - here.world.services.clock().getTime());
  const drives = async () =>
    ((await here.dispatcher.get(`vehicles/${vehicleId}/driver`)).body.driver as { name: string } | null)?.name;
  const listed = async (query: string) =>
    itemsOf(await here.dispatcher.get(`assignments?${query}`)).map(({ driver, state }) => [
      (driver as { name: string }).name,
      state,
    ]);
  return { ...here, vehicleId, zoe, moe, plan, goTo, drives, listed };
};

describe('a planned assignment', () => {
  it('begins and ends by itself, to the millisecond', async () => {
    const { plan, zoe, vehicleId, goTo, drives } = await planning();
    const answer = await plan(zoe, MONDAY, FRIDAY);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/assignments/${answer.body.id}`);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^asg_/),
      vehicleId,
      driverId: zoe,
      driver: { id: zoe, name: 'Zoe' },
      from: MONDAY,
      until: FRIDAY,
      state: 'planned',
      version: 1,
    });
    const seen: unknown[] = [];
    for (const at of ['2026-03-09T05:59:59.999Z', MONDAY, '2026-03-13T17:59:59.999Z', FRIDAY]) {
      goTo(at);
      seen.push(await drives());
    }
    expect(seen).toEqual([undefined, 'Zoe', 'Zoe', undefined]);
  });

  it('begins now without a time, also by a clock that is a little behind', async () => {
    const { plan, zoe, drives } = await planning();
    expect((await plan(zoe, new Date(START - 30_000).toISOString())).body).toMatchObject({ state: 'current' });
    expect(await drives()).toBe('Zoe');
  });

  it.each([
    ['in the past', '2026-03-01T00:00:00Z', undefined, 'assignments/in-the-past'],
    ['backwards', FRIDAY, MONDAY, 'assignments/backwards'],
  ])('is not made %s', async (_, from, until, code) => {
    const { plan, zoe } = await planning();
    const answer = await plan(zoe, from, until);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it('overlaps no other of its vehicle or its driver, on whichever vehicle', async () => {
    const { plan, zoe, moe, van, dispatcher } = await planning();
    await dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    await plan(zoe, MONDAY, WEDNESDAY);
    expect((await plan(moe, WEDNESDAY, FRIDAY)).status).toBe(201);
    expect((await plan(moe, MONDAY, FRIDAY)).body.code).toBe('assignments/overlap');
    expect((await plan(zoe, '2026-03-10T00:00:00Z', FRIDAY, van.vehicleId)).body.code).toBe('assignments/driver-busy');
    expect((await plan(zoe, WEDNESDAY, FRIDAY, van.vehicleId)).status).toBe(201);
  });

  it('is given to one of two vehicles that want the driver at once', async () => {
    const { plan, zoe, van, dispatcher } = await planning();
    await dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    const both = await Promise.all([plan(zoe, MONDAY, FRIDAY), plan(zoe, WEDNESDAY, FRIDAY, van.vehicleId)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('lets somebody else drive until it begins', async () => {
    const { plan, zoe, bob, vehicleId, dispatcher, goTo, drives } = await planning();
    await plan(zoe, MONDAY);
    const answer = await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email });
    expect(answer.body).toMatchObject({ until: MONDAY });
    expect(await drives()).toBe('bob');
    goTo(MONDAY);
    expect(await drives()).toBe('Zoe');
  });

  it('can be cancelled, and leaves vehicle and driver free', async () => {
    const { plan, zoe, dispatcher, listed } = await planning();
    const { id } = (await plan(zoe, MONDAY, FRIDAY)).body;
    for (const _ of [1, 2])
      expect((await dispatcher.post(`assignments/${id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    expect(await listed('state=planned')).toEqual([]);
    expect(await listed('state=cancelled')).toEqual([['Zoe', 'cancelled']]);
    expect((await plan(zoe, MONDAY, FRIDAY)).status).toBe(201);
  });

  it('can be cut short', async () => {
    const { plan, zoe, moe, dispatcher } = await planning();
    const { id } = (await plan(zoe, MONDAY, FRIDAY)).body;
    const cut = await dispatcher.post(`assignments/${id}/end`, { at: WEDNESDAY });
    expect(cut.body).toMatchObject({ until: WEDNESDAY, state: 'planned' });
    expect((await plan(moe, WEDNESDAY)).status).toBe(201);
    expect((await dispatcher.post(`assignments/${id}/end`, { at: FRIDAY })).body.code).toBe('assignments/longer');
  });

  it('is ended once it has begun', async () => {
    const { plan, zoe, dispatcher, goTo, drives } = await planning();
    const { id } = (await plan(zoe, MONDAY, FRIDAY)).body;
    expect((await dispatcher.post(`assignments/${id}/end`)).body.code).toBe('assignments/not-begun');
    goTo(WEDNESDAY);
    expect((await dispatcher.post(`assignments/${id}/end`)).body).toMatchObject({ until: WEDNESDAY, state: 'past' });
    expect(await drives()).toBeUndefined();
  });

  it('may be for a driver who will be back, not for one who has left', async () => {
    const { plan, zoe, dispatcher } = await planning();
    await dispatcher.post(`drivers/${zoe}/status`, { status: 'on-leave' });
    expect((await plan(zoe, undefined)).body.code).toBe('assignments/driver-not-there');
    expect((await plan(zoe, MONDAY, WEDNESDAY)).status).toBe(201);
    await dispatcher.post(`drivers/${zoe}/status`, { status: 'left' });
    expect((await plan(zoe, WEDNESDAY, FRIDAY)).body.code).toBe('assignments/driver-not-there');
  });

  it('is not for a driver or a vehicle that there is not', async () => {
    const { plan, zoe, dispatcher } = await planning();
    expect((await plan('drv_unheard', MONDAY)).body.code).toBe('assignments/no-driver');
    expect((await plan(zoe, MONDAY, FRIDAY, 'veh_unheard')).body.code).toBe('vehicles/not-found');
    expect((await dispatcher.post('assignments/asg_unheard/cancel')).body.code).toBe('assignments/not-found');
  });
});

describe('GET assignments', () => {
  it('tells planned, current and past apart by the clock alone', async () => {
    const { plan, zoe, moe, goTo, listed, vehicleId } = await planning();
    await plan(zoe, MONDAY, WEDNESDAY);
    await plan(moe, WEDNESDAY, FRIDAY);
    const of = (state: string) => listed(`vehicleId=${vehicleId}&state=${state}`);
    expect(await of('planned')).toEqual([
      ['Moe', 'planned'],
      ['Zoe', 'planned'],
    ]);
    goTo(WEDNESDAY);
    expect([await of('past'), await of('current'), await of('planned')]).toEqual([
      [['Zoe', 'past']],
      [['Moe', 'current']],
      [],
    ]);
  });

  it('lists the history of a driver, and what had some time in a period', async () => {
    const { plan, zoe, moe, listed, vehicleId } = await planning();
    await plan(zoe, MONDAY, WEDNESDAY);
    await plan(moe, WEDNESDAY, FRIDAY);
    expect(await listed(`driverId=${zoe}&from=2026-01-01T00:00:00Z`)).toEqual([['Zoe', 'planned']]);
    expect(await listed(`vehicleId=${vehicleId}&from=2026-03-12T00:00:00Z&to=2026-03-13T00:00:00Z`)).toEqual([
      ['Moe', 'planned'],
    ]);
  });
});

describe('GET me/vehicle', () => {
  it('shows drivers what is theirs, now and next, and nothing of others', async () => {
    const { ann, bob, acme, van, dispatcher, vehicleId, plan } = await planning();
    const annId = String((await ann.client.get('me/driver')).body.id);
    await dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    await dispatcher.post(`vehicles/${van.vehicleId}/driver`, { driver: ann.email });
    expect((await ann.client.get('me/vehicle')).body).toMatchObject({
      vehicle: { id: van.vehicleId, name: 'Van 7' },
      assignment: { driverId: annId },
      next: null,
    });
    await dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    await plan(annId, MONDAY, FRIDAY);
    expect((await ann.client.get('me/vehicle')).body).toMatchObject({
      vehicle: null,
      next: { vehicleId, from: MONDAY },
    });
    for (const nobody of [bob.client, acme.as('owner'), acme.integration])
      expect((await nobody.get('me/vehicle')).body).toEqual({ assignment: null, vehicle: null, next: null });
  });
});

describe('what is gone', () => {
  it('has no assignments any more: a retired vehicle', async () => {
    const { plan, zoe, bob, dispatcher, vehicleId, world, listed } = await planning();
    await plan(zoe, MONDAY, FRIDAY);
    await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email });
    await dispatcher.post(`vehicles/${vehicleId}/retire`, { reason: 'Sold' });
    await world.runEvents();
    expect(await listed(`vehicleId=${vehicleId}&state=current`)).toEqual([]);
    expect(await listed(`vehicleId=${vehicleId}&state=past`)).toEqual([['bob', 'past']]);
    expect(await listed(`vehicleId=${vehicleId}&state=cancelled`)).toEqual([['Zoe', 'cancelled']]);
    const [ended] = itemsOf(await dispatcher.get(`assignments?vehicleId=${vehicleId}&state=past`));
    expect(ended).toMatchObject({ endReason: 'vehicle-gone' });
  });

  it('has no assignments any more, on any vehicle: a driver who has left', async () => {
    const { plan, zoe, van, dispatcher, world, listed, drives } = await planning();
    await dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    await plan(zoe, undefined, WEDNESDAY);
    await plan(zoe, WEDNESDAY, FRIDAY, van.vehicleId);
    await dispatcher.post(`drivers/${zoe}/status`, { status: 'left' });
    expect(await drives()).toBe('Zoe');
    await world.runEvents();
    expect(await drives()).toBeUndefined();
    expect(await listed(`driverId=${zoe}&state=planned`)).toEqual([]);
  });

  it('keeps what was assigned since, when word of it comes late', async () => {
    const { plan, zoe, dispatcher, world, drives } = await planning();
    await dispatcher.post(`drivers/${zoe}/status`, { status: 'left' });
    await dispatcher.post(`drivers/${zoe}/status`, { status: 'active' });
    await plan(zoe, undefined);
    await world.runEvents();
    expect(await drives()).toBe('Zoe');
  });
});

it('reads assignments from when drivers were members', async () => {
  const { world, dispatcher, vehicleId, listed } = await planning();
  const cause = { at: '2026-02-01T00:00:00.000Z', actor: 'system:test', correlationId: 'c-1' };
  const stream = { tenantId: 'ten_acme', streamId: `assignment-${vehicleId}` };
  const { id } = (await dispatcher.get('me')).body as { id?: string };
  expect(id).toBeUndefined();
  const member = '0123456789abcdef0123456789abcdef';
  const data = { assignmentId: 'asg_old', driverId: member, since: cause.at };
  await world.services.streams.append(stream, 0, [{ type: 'DriverAssigned', data }], cause);
  expect(await listed(`vehicleId=${vehicleId}`)).toEqual([['Unknown driver', 'current']]);
  expect(itemsOf(await dispatcher.get(`assignments?vehicleId=${vehicleId}`))).toMatchObject([
    { driverId: `drv_${member}` },
  ]);
});
