import { z } from 'zod';
import { accepted } from '../../shared/http/answers.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { conflict, invalid } from '../../shared/kernel/errors.ts';
import { type DeviceEntry, deviceAddress } from '../devices/contract.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { currentOf } from './assigned.ts';
import { requireInUse } from './change.ts';
import { HandOverBody, HandOverStarted } from './contract.ts';
import { driverNamed, memberOfDriver, requireDriver } from './drivers.ts';
import { handOverSaga } from './hand-over-saga.ts';

const started = (sagaId: string, deviceKey: string) => {
  const status = `/api/v1/ops/sagas/${sagaId}`;
  return json(202, { sagaId, status, deviceKey }, { location: status, 'cache-control': 'no-store' });
};

const FIELDS = { email: 'toDriver', driverId: 'toDriverId' };

const unknownDevice = () =>
  invalid('assignments/unknown-device', 'There is no such device.', [
    { path: ['deviceId'], message: 'Register the device first.' },
  ]);

/**
 * Hands a vehicle over from its driver to another, with the device that reports for it from then on. Answers at once; whether all of it could be done
 * the saga tells. The device's new key is shown in this answer and never again: the former holder knows the old one.
 */
export const handOver = endpoint({
  summary: 'Hand a vehicle over to another driver',
  description:
    'Together with the device that reports for it from then on: the assignment is closed and a new one opened, the device moved, its key replaced (the former holder knows it), both drivers told. All of it happens, or none: when a step is refused or cannot be done, what was done is undone. Answers at once; `status` tells how it goes: `running`, then `completed`, `undone` with the problem, or `stuck` when an undo could not be done.',
  scope: 'assignments:write',
  answer: accepted(HandOverStarted),
  sagas: true,
  params: z.object({ vehicleId: z.string() }),
  body: HandOverBody,
  async run(input, services) {
    const { caller, body, correlationId, sagas, now } = input;
    const { vehicleId } = input.params;
    const { tenantId } = caller;
    const deviceKey = input.newKey('dk');
    const earlier = await sagas.earlier(tenantId);
    if (earlier) return started(earlier.id, deviceKey);

    const { name: vehicleName } = await requireInUse(services, caller, vehicleId);
    const named = { email: body.toDriver, driverId: body.toDriverId };
    const toDriverId = await driverNamed(services, tenantId, named, FIELDS, causeOf(input));
    const { memberId: toMemberId } = await requireDriver(services, caller, toDriverId, { field: 'toDriverId' });
    const { pk, id } = deviceAddress(tenantId, body.deviceId);
    const device = await services.lookups.find<DeviceEntry>(pk, id);
    const fromVehicleId = body.fromVehicleId ?? device?.vehicleId ?? '';
    const from = [fromVehicleId, device?.vehicleId ?? ''].map((one) => ({ vehicleId: one }));
    if (!device || (await seenBy(services, caller, from)).length < from.length) throw unknownDevice();
    const current = await currentOf(services, tenantId, vehicleId, now);
    if (!current) throw conflict('assignments/nobody-drives', 'Nobody drives this vehicle; assign a driver instead.');
    const { driverId, id: assignmentId } = current;
    if (driverId === toDriverId) throw conflict('assignments/same-driver', 'This driver has the vehicle already.');

    const { id: sagaId } = await sagas.start(handOverSaga, {
      tenantId,
      actor: caller.actor,
      correlationId,
      subject: vehicleId,
      request: {
        vehicleId,
        vehicleName,
        from: { driverId, assignmentId },
        toDriverId,
        deviceId: body.deviceId,
        fromVehicleId,
        keyHash: hashOf(deviceKey),
        members: { from: await memberOfDriver(services, tenantId, driverId), to: toMemberId ?? null },
      },
    });
    return started(sagaId, deviceKey);
  },
});
