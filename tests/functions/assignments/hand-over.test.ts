import { handOverSaga } from '../../../functions/assignments/hand-over-saga.ts';
import { conflict } from '../../../shared/kernel/errors.ts';
import { specOfSaga } from '../../../shared/testing/saga-spec.ts';
import { reportingVehicle } from '../company.ts';
import { type Scene, scene } from './scene.ts';

const FORTH = ['assignments-close', 'assignments-open', 'devices-move', 'devices-replace-key', 'notifications-tell'];
const BACK = [
  'assignments-reopen',
  'assignments-call-off',
  'devices-move-back',
  'devices-restore-key',
  'notifications-untell',
];

/** What a hand-over changes, as everybody sees here. */
const books = async ({ van, ann, bob, dispatcher, driverOf, send, toldTo }: Scene, deviceKey: unknown) => {
  const devices = (await dispatcher.get('devices')).body.items as { id: string; vehicleId: string }[];
  return {
    driver: await driverOf(),
    device: devices.find(({ id }) => id === van.deviceId)?.vehicleId,
    oldKey: (await send(van.key)).status,
    newKey: (await send(deviceKey)).status,
    told: [await toldTo(ann), await toldTo(bob)],
  };
};

describe('handing a vehicle over', () => {
  it('passes vehicle and device on, replaces the key, and tells both drivers', async () => {
    const here = await scene();
    const phone = await reportingVehicle(here.acme, 'Van 8');
    const live = here.world.push.connect(String((await here.bob.client.post('live/negotiate')).body.url));
    const { status, headers, body } = await here.handOver({ deviceId: phone.deviceId });
    expect(status).toBe(202);
    expect(body).toEqual({
      sagaId: expect.stringMatching(/^sag_/),
      status: `/api/v1/ops/sagas/${body.sagaId}`,
      deviceKey: expect.stringMatching(/^dk_/),
    });
    expect(headers.get('location')).toBe(body.status);
    expect(await here.sagaOf(body.sagaId)).toMatchObject({ state: 'running', subject: here.van.vehicleId });

    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({
      state: 'completed',
      saga: 'assignments-hand-over',
      startedBy: 'user:dispatcher@acme.example',
      steps: FORTH.map((step) => ({ step, state: 'done' })),
    });
    expect(await here.driverOf()).toBe(here.bob.email);
    expect((await here.send(phone.key)).status).toBe(401);
    expect((await here.send(body.deviceKey)).status).toBe(202);
    here.world.advance(2_000);
    await here.world.runQueues();
    expect((await here.dispatcher.get(`vehicles/${here.van.vehicleId}/position`)).status).toBe(200);
    expect((await here.dispatcher.get(`vehicles/${phone.vehicleId}/position`)).status).toBe(404);
    expect([await here.toldTo(here.ann), await here.toldTo(here.bob)]).toEqual([
      ['vehicle-handed-over'],
      ['vehicle-taken-over'],
    ]);
    expect(live.received).toEqual([
      { type: 'notification', notification: expect.objectContaining({ text: 'You drive Van 7 from now on.' }) },
    ]);
  });

  it('does everything once when every step runs twice', async () => {
    const here = await scene();
    for (const step of FORTH) here.world.sagas.fault(step, 'runs twice');
    const { body } = await here.handOver();
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({ state: 'completed' });
    expect(await books(here, body.deviceKey)).toMatchObject({
      driver: here.bob.email,
      oldKey: 401,
      newKey: 202,
      told: [['vehicle-handed-over'], ['vehicle-taken-over']],
    });
  });

  it('keeps keys and addresses out of what is kept of it', async () => {
    const here = await scene();
    const { body } = await here.handOver();
    await here.world.sagas.run();
    const { doc } = (await here.world.services.operations.in('ten_acme', 'sagas').get(String(body.sagaId))) ?? {};
    expect(
      JSON.stringify({ ...doc, startedBy: '', input: { ...(doc as { input: object }).input, actor: '' } }),
    ).not.toMatch(/@|dk_/);
  });
});

describe('when a step fails', () => {
  it.each(FORTH)('leaves everything as it was before: %s', async (step) => {
    const here = await scene();
    here.world.sagas.fault(step, 'fails');
    const { body } = await here.handOver();
    await here.world.sagas.run();
    expect(await here.sagaOf(body.sagaId)).toMatchObject({ state: 'undone', problem: { code: 'saga/step-failed' } });
    expect(await books(here, body.deviceKey)).toEqual({
      driver: here.ann.email,
      device: here.van.vehicleId,
      oldKey: 202,
      newKey: 401,
      told: [[], []],
    });
  });

  it.each(FORTH)(
    'leaves everything as it was before even when the failing step has done its work: %s',
    async (step) => {
      const here = await scene();
      here.world.sagas.fault(step, 'fails after its work');
      for (const undo of BACK) here.world.sagas.fault(undo, 'runs twice');
      const { body } = await here.handOver();
      await here.world.sagas.run();
      const wasTold = step === 'notifications-tell';
      expect(await here.sagaOf(body.sagaId)).toMatchObject({ state: 'undone' });
      expect(await books(here, body.deviceKey)).toEqual({
        driver: here.ann.email,
        device: here.van.vehicleId,
        oldKey: 202,
        newKey: 401,
        told: wasTold
          ? [
              expect.arrayContaining(['called-off', 'vehicle-handed-over, not any more']),
              expect.arrayContaining(['called-off']),
            ]
          : [[], []],
      });
    },
  );

  it('takes back one by one, newest first, up to the step that failed', async () => {
    const { given } = specOfSaga(handOverSaga, {
      vehicleId: 'veh_7',
      vehicleName: 'Van 7',
      from: { driverId: 'ann', assignmentId: 'asg_1' },
      toDriverId: 'bob',
      deviceId: 'dev_1',
      fromVehicleId: 'veh_7',
      keyHash: 'hash',
      members: { from: 'ann', to: 'bob' },
    });
    for (const [index, step] of FORTH.entries())
      await given({ [step]: conflict('no', 'No.') }).thenTakes(
        ...FORTH.slice(0, index + 1),
        ...BACK.slice(0, index + 1).toReversed(),
      );
    await given().thenTakes(...FORTH);
  });

  it('lets a step that comes after its undo change nothing any more', async () => {
    const here = await scene();
    here.world.sagas.fault('devices-move', 'fails');
    const { body } = await here.handOver();
    await here.world.sagas.run();
    here.world.sagas.fault('devices-move');
    const { services } = here.world;
    const stored = await services.operations.in('ten_acme', 'sagas').get<{ input: object }>(String(body.sagaId));
    const late = { ...stored?.doc.input, sagaId: 'sag_late', instance: 'ten_acme~late' };
    await here.world.sagas.start('assignments-hand-over', late as never);
    await here.world.sagas.turn();
    expect(await books(here, body.deviceKey)).toMatchObject({ driver: here.ann.email, oldKey: 202, newKey: 401 });
  });
});

describe('what is refused at once', () => {
  it.each([
    [400, 'assignments/no-driver', { toDriver: 'viewer@acme.example' }],
    [400, 'assignments/unknown-device', { deviceId: 'dev_unheard' }],
    [400, 'body/invalid', { toDriver: 'bob' }],
    [409, 'assignments/same-driver', { toDriver: 'ann@acme.example' }],
  ])('answers %d %s', async (status, code, body) => {
    const here = await scene();
    const answer = await here.handOver(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await here.acme.as('owner').get('ops/sagas')).body).toEqual({ items: [] });
  });

  it('answers 409 when nobody drives the vehicle', async () => {
    const here = await scene();
    await here.dispatcher.post(`vehicles/${here.van.vehicleId}/driver/end`);
    expect((await here.handOver()).body).toMatchObject({ code: 'assignments/nobody-drives' });
  });

  it('is not for who may only look', async () => {
    const here = await scene();
    const body = { toDriver: here.bob.email, deviceId: here.van.deviceId };
    const answer = await here.acme.as('viewer').post(`vehicles/${here.van.vehicleId}/hand-over`, body);
    expect(answer.status).toBe(403);
  });
});
