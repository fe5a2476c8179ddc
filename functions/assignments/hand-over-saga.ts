import type { Saga, SagaContext, SagaDefinition } from '../../shared/sagas/saga.ts';
import { compensating, perform } from '../../shared/sagas/steps.ts';
import { moveDevice, moveDeviceBack, replaceDeviceKey, restoreDeviceKey } from '../devices/contract.ts';
import { tellMembers, untellMembers } from '../notifications/contract.ts';
import { callOffAssignment, closeAssignment, type Held, openAssignment, reopenAssignment } from './hand-over-steps.ts';

/** What a hand-over was accepted with. Of the new device key only the hash. */
export interface HandOver {
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly from: Omit<Held, 'vehicleId'>;
  readonly toDriverId: string;
  readonly deviceId: string;
  readonly fromVehicleId: string;
  readonly keyHash: string;
}

/** The vehicle passes from one driver to another, and the device with it; or everything stays as it was. */
function* run(context: SagaContext<HandOver>): Saga<null> {
  const { key, request } = context.input;
  const { vehicleId, vehicleName, from, toDriverId, deviceId, fromVehicleId, keyHash } = request;
  const held = { vehicleId, ...from };
  // The assignment is this hand-over's own: what it opens bears its key.
  const opened = { vehicleId, driverId: toDriverId, assignmentId: key };
  const told = [
    { memberId: from.driverId, what: 'vehicle-handed-over', vehicleId, vehicleName },
    { memberId: toDriverId, what: 'vehicle-taken-over', vehicleId, vehicleName },
  ] as const;

  return yield* compensating(context, function* (undo) {
    undo(reopenAssignment, held);
    yield* perform(context, closeAssignment, held);

    undo(callOffAssignment, opened);
    yield* perform(context, openAssignment, opened);

    undo(moveDeviceBack, { deviceId });
    yield* perform(context, moveDevice, { deviceId, fromVehicleId, vehicleId });

    undo(restoreDeviceKey, { deviceId });
    yield* perform(context, replaceDeviceKey, { deviceId, keyHash });

    undo(untellMembers, { told });
    yield* perform(context, tellMembers, { told });
    return null;
  });
}

export const handOverSaga: SagaDefinition<HandOver, null> = { name: 'assignments-hand-over', run };
