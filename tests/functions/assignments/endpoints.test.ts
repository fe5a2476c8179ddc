import { found, itemsOf, reportingVehicle } from '../company.ts';
import { scene } from './scene.ts';

describe('POST vehicles/{id}/driver', () => {
  it('answers with the driver and since when', async () => {
    const { acme, bob, dispatcher } = await scene();
    const { vehicleId } = await reportingVehicle(acme, 'Van 8');
    const { status, body } = await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: 'BOB@acme.example' });
    expect(status).toBe(200);
    expect(body).toEqual({
      vehicleId,
      assignmentId: expect.stringMatching(/^asg_/),
      driver: { id: expect.stringMatching(/^drv_[0-9a-f]{32}$/), name: 'bob', email: bob.email },
      since: '2026-03-02T08:00:00.000Z',
    });
    expect((await dispatcher.get(`vehicles/${vehicleId}/driver`)).body).toEqual(body);
  });

  it('changes nothing when it is sent again', async () => {
    const { ann, van, dispatcher, world } = await scene();
    const before = await dispatcher.get(`vehicles/${van.vehicleId}/driver`);
    world.advance(1_000);
    const again = await dispatcher.post(`vehicles/${van.vehicleId}/driver`, { driver: ann.email });
    expect(again.body).toEqual(before.body);
  });

  it('refuses a second driver', async () => {
    const { bob, van, dispatcher, driverOf, ann } = await scene();
    const answer = await dispatcher.post(`vehicles/${van.vehicleId}/driver`, { driver: bob.email });
    expect([answer.status, answer.body.code]).toEqual([409, 'assignments/taken']);
    expect(await driverOf()).toBe(ann.email);
  });

  it('leaves a driver free who could not have the vehicle', async () => {
    const { acme, bob, van, dispatcher, driverOf } = await scene();
    const { vehicleId } = await reportingVehicle(acme, 'Van 8');
    await dispatcher.post(`vehicles/${van.vehicleId}/driver`, { driver: bob.email });
    expect((await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email })).status).toBe(200);
    expect(await driverOf(vehicleId)).toBe(bob.email);
  });

  it('refuses a driver who has another vehicle, also when both are asked for at once', async () => {
    const { acme, ann, bob, dispatcher } = await scene();
    const [one, two] = [await reportingVehicle(acme, 'Van 8'), await reportingVehicle(acme, 'Van 9')];
    const assign = (vehicleId: string, driver: string) => dispatcher.post(`vehicles/${vehicleId}/driver`, { driver });
    expect((await assign(one.vehicleId, ann.email)).body).toMatchObject({ code: 'assignments/driver-busy' });
    const both = await Promise.all([assign(one.vehicleId, bob.email), assign(two.vehicleId, bob.email)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('takes a driver who has left the other vehicle', async () => {
    const { acme, ann, van, dispatcher, driverOf } = await scene();
    const next = await reportingVehicle(acme, 'Van 8');
    await dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    expect((await dispatcher.post(`vehicles/${next.vehicleId}/driver`, { driver: ann.email })).status).toBe(200);
    expect([await driverOf(), await driverOf(next.vehicleId)]).toEqual([null, ann.email]);
  });

  it('gets over a claim whose assignment never came, a minute later', async () => {
    const { acme, bob, world, dispatcher } = await scene();
    const { vehicleId } = await reportingVehicle(acme, 'Van 8');
    const { id } = (
      (await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email })).body as {
        driver: { id: string };
      }
    ).driver;
    await dispatcher.post(`vehicles/${vehicleId}/driver/end`);
    const at = world.services.clock().toISOString();
    const abandoned = { vehicleId: 'veh_gone', assignmentId: 'asg_gone', reopens: false, at };
    await world.services.operations.in('ten_acme', 'driver-claims').put(id.replace('drv_', ''), abandoned);
    const assign = () => dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email });
    expect((await assign()).status).toBe(409);
    world.advance(60_000);
    expect((await assign()).status).toBe(200);
  });

  it.each([
    ['nobody of the company', 'zoe@acme.example'],
    ['a member who is no driver', 'viewer@acme.example'],
    ['a driver of another company', 'driver@globex.example'],
  ])('refuses %s', async (_, driver) => {
    const { acme, world, dispatcher } = await scene();
    await found(world, 'globex');
    const { vehicleId } = await reportingVehicle(acme, 'Van 8');
    expect(await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver })).toMatchObject({
      status: 400,
      body: { code: 'assignments/no-driver', issues: [{ path: ['driver'] }] },
    });
  });

  it('refuses a vehicle that is out of service', async () => {
    const { acme, bob, dispatcher } = await scene();
    const { vehicleId } = await reportingVehicle(acme, 'Van 8');
    await dispatcher.post(`vehicles/${vehicleId}/retire`, { reason: 'Sold' });
    const answer = await dispatcher.post(`vehicles/${vehicleId}/driver`, { driver: bob.email });
    expect([answer.status, answer.body.code]).toEqual([409, 'assignments/vehicle-retired']);
  });

  it('is not for who may only look', async () => {
    const { acme, bob, van } = await scene();
    const answer = await acme.as('viewer').post(`vehicles/${van.vehicleId}/driver`, { driver: bob.email });
    expect(answer.status).toBe(403);
  });
});

describe('POST vehicles/{id}/driver/end', () => {
  it('may be sent twice, also for a vehicle that is out of service', async () => {
    const { van, dispatcher } = await scene();
    await dispatcher.post(`vehicles/${van.vehicleId}/retire`, { reason: 'Sold' });
    const end = () => dispatcher.post(`vehicles/${van.vehicleId}/driver/end`);
    for (const { status, body } of [await end(), await end()])
      expect([status, body]).toEqual([200, { vehicleId: van.vehicleId, driver: null }]);
  });

  it('answers 404 to a vehicle that the company does not have', async () => {
    const { world, van, dispatcher } = await scene();
    const globex = await found(world, 'globex');
    const answers = [
      await dispatcher.post('vehicles/veh_unheard/driver/end'),
      await globex.as('dispatcher').post(`vehicles/${van.vehicleId}/driver/end`),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(['vehicles/not-found', 'vehicles/not-found']);
  });
});

describe('GET assignments', () => {
  it('lists who drives what, and what one driver drives', async () => {
    const { acme, ann, bob, van, dispatcher } = await scene();
    const other = await reportingVehicle(acme, 'Van 8');
    await dispatcher.post(`vehicles/${other.vehicleId}/driver`, { driver: bob.email });
    const viewer = acme.as('viewer');
    expect(itemsOf(await viewer.get('assignments'))).toMatchObject([
      { vehicleId: van.vehicleId, driver: { email: ann.email } },
      { vehicleId: other.vehicleId, driver: { email: bob.email } },
    ]);
    expect(itemsOf(await viewer.get(`assignments?driver=${bob.email}`))).toMatchObject([
      { vehicleId: other.vehicleId },
    ]);
    await dispatcher.post(`vehicles/${other.vehicleId}/driver/end`);
    expect(itemsOf(await viewer.get('assignments'))).toHaveLength(1);
  });
});

it('keeps addresses out of what is stored for ever', async () => {
  const { world, van } = await scene();
  const { events } = await world.services.streams.read({
    tenantId: 'ten_acme',
    streamId: `assignment-${van.vehicleId}`,
  });
  expect(events).toHaveLength(1);
  expect(JSON.stringify(events.map(({ event }) => event))).not.toContain('@');
});
