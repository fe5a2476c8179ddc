import { changeAssignment } from '../../../functions/assignments/change.ts';
import { reportingVehicle } from '../company.ts';
import { type Scene, scene } from './scene.ts';

describe('when a rule forbids a step', () => {
  it('calls the hand-over off when the vehicle is retired meanwhile', async () => {
    const here = await scene();
    const { body } = await here.handOver();
    await here.dispatcher.post(`vehicles/${here.van.vehicleId}/retire`, { reason: 'Sold' });
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({
      state: 'undone',
      problem: { code: 'assignments/vehicle-retired' },
    });
    // Nor does what was undone go on: nobody drives a retired vehicle.
    expect(await here.driverOf()).toBeNull();
  });

  it('calls it off when the new driver has another vehicle, and when the device is elsewhere', async () => {
    const here = await scene();
    const other = await reportingVehicle(here.acme, 'Van 8');
    const elsewhere = await here.handOver({ fromVehicleId: other.vehicleId, deviceId: here.van.deviceId });
    await here.world.sagas.run();
    // The device reports for this very vehicle: there is nothing to move.
    expect(await here.sagaOf(elsewhere.body.sagaId)).toMatchObject({ state: 'completed' });
    const third = await here.dispatcher.post(`vehicles/${here.van.vehicleId}/hand-over`, {
      toDriver: here.ann.email,
      deviceId: other.deviceId,
      fromVehicleId: 'veh_elsewhere',
    });
    await here.world.sagas.run();
    expect(await here.sagaOf(third.body.sagaId)).toMatchObject({
      state: 'undone',
      problem: { code: 'devices/elsewhere' },
    });
    expect(await here.driverOf()).toBe(here.bob.email);

    await here.dispatcher.post(`vehicles/${other.vehicleId}/driver`, { driver: here.ann.email });
    const busy = await here.handOver({ toDriver: here.ann.email });
    await here.world.sagas.run();
    expect(await here.sagaOf(busy.body.sagaId)).toMatchObject({
      state: 'undone',
      problem: { code: 'assignments/driver-busy' },
    });
    expect(await here.driverOf()).toBe(here.bob.email);
  });

  it('needs nothing of a former driver who has left before it began', async () => {
    const here = await scene();
    const { body } = await here.handOver();
    const other = await reportingVehicle(here.acme, 'Van 8');
    await here.dispatcher.post(`vehicles/${here.van.vehicleId}/driver/end`);
    await here.dispatcher.post(`vehicles/${other.vehicleId}/driver`, { driver: here.ann.email });
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({
      state: 'undone',
      problem: { code: 'assignments/changed' },
    });
    expect([await here.driverOf(), await here.driverOf(other.vehicleId)]).toEqual([null, here.ann.email]);
  });

  it('does not go on, when it is taken up again, once the new assignment has been ended', async () => {
    const here = await scene();
    const { body } = await here.handOver();
    await here.world.sagas.turn();
    await here.world.sagas.turn();
    const owner = here.acme.as('owner');
    await owner.post(`ops/sagas/${body.sagaId}/terminate`, { reason: 'Wrong driver' });
    await here.dispatcher.post(`vehicles/${here.van.vehicleId}/driver/end`);
    const again = await owner.post(`ops/sagas/${body.sagaId}/retry`);
    await here.world.sagas.run();
    expect(await here.sagaOf(again.body.id)).toMatchObject({
      state: 'undone',
      problem: { code: 'assignments/changed' },
    });
    expect(await here.driverOf()).toBe(here.ann.email);
    expect((await here.send(body.deviceKey)).status).toBe(401);
    expect(await here.toldTo(here.bob)).toEqual([]);
  });

  it('gives a driver no second vehicle back, though the step that ended the first comes while it is ruled out', async () => {
    let meanwhile = () => Promise.resolve();
    const here = await scene(({ streams }) => ({
      streams: {
        ...streams,
        async append(stream, expected, events, cause) {
          if (events[0]?.type === 'AssignmentEndingRuledOut') await meanwhile();
          return streams.append(stream, expected, events, cause);
        },
      },
    }));
    const { vehicleId } = here.van;
    const other = await reportingVehicle(here.acme, 'Van 8');
    const { assignmentId } = (await here.dispatcher.get(`vehicles/${vehicleId}/driver`)).body;
    const { body } = await here.handOver();
    meanwhile = async () => {
      const [held, at] = [
        { assignmentId: String(assignmentId), operation: String(body.sagaId) },
        '2026-03-02T08:00:00Z',
      ];
      const cause = { at, actor: 'system:test', correlationId: 'late' };
      const end = { type: 'End', data: { ...held, now: at } } as const;
      await changeAssignment(here.world.services, 'ten_acme', vehicleId, end, cause);
      await here.dispatcher.post(`vehicles/${other.vehicleId}/driver`, { driver: here.ann.email });
    };
    here.world.sagas.fault('assignments-close', 'fails');
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({
      state: 'stuck',
      steps: [{}, { step: 'assignments-reopen', state: 'stuck', problem: { code: 'assignments/driver-busy' } }],
    });
    expect([await here.driverOf(), await here.driverOf(other.vehicleId)]).toEqual([null, here.ann.email]);
  });

  it('is stuck, and says where, when somebody else drives by the time it must be undone', async () => {
    const here = await scene();
    const { body } = await here.handOver();
    await here.world.sagas.turn();
    const zoe = await here.acme.join('zoe', 'driver');
    await here.dispatcher.post(`vehicles/${here.van.vehicleId}/driver`, { driver: zoe.email });
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({
      state: 'stuck',
      steps: [
        { step: 'assignments-close', state: 'done' },
        { step: 'assignments-open', state: 'refused' },
        { step: 'assignments-call-off', state: 'undone' },
        { step: 'assignments-reopen', state: 'stuck', problem: { code: 'assignments/taken' } },
      ],
    });
    expect(await here.driverOf()).toBe(zoe.email);
  });
});

describe('hand-overs at once', () => {
  const endsOf = async (here: Scene, ...answers: { body: { sagaId?: unknown } }[]) => {
    await here.world.sagas.run();
    const runs = await Promise.all(answers.map(({ body }) => here.sagaOf(body.sagaId)));
    return runs.map(({ state }) => state).toSorted();
  };

  it('of one vehicle: one of them happens, and the other changes nothing', async () => {
    const here = await scene();
    const zoe = await here.acme.join('zoe', 'driver');
    const both = await Promise.all([here.handOver(), here.handOver({ toDriver: zoe.email })]);
    expect(await endsOf(here, ...both)).toEqual(['completed', 'undone']);
    const sent = await Promise.all(both.map(({ body }) => here.send(body.deviceKey)));
    expect(sent.map(({ status }) => status).toSorted()).toEqual([202, 401]);
    expect([here.bob.email, zoe.email]).toContain(await here.driverOf());
  });

  it('to one driver: they have one vehicle, and the other keeps its own', async () => {
    const here = await scene();
    const zoe = await here.acme.join('zoe', 'driver');
    const other = await reportingVehicle(here.acme, 'Van 8');
    await here.dispatcher.post(`vehicles/${other.vehicleId}/driver`, { driver: zoe.email });
    const toBob = { toDriver: here.bob.email, deviceId: other.deviceId };
    const both = [await here.handOver(), await here.dispatcher.post(`vehicles/${other.vehicleId}/hand-over`, toBob)];
    expect(await endsOf(here, ...both)).toEqual(['completed', 'undone']);
    const drivers = [await here.driverOf(), await here.driverOf(other.vehicleId)];
    expect(drivers.filter((driver) => driver === here.bob.email)).toHaveLength(1);
    expect(drivers).not.toContain(null);
  });
});
