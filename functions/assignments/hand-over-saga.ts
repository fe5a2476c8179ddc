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
  /** Whom to tell; null for a driver without a sign-in. */
  readonly members: { readonly from: string | null; readonly to: string | null };
}

/** The vehicle passes from one driver to another, and the device with it; or everything stays as it was. */
function* run(context: SagaContext<HandOver>): Saga<null> {
  const { key, request } = context.input;
  const { vehicleId, vehicleName, from, toDriverId, deviceId, fromVehicleId, keyHash, members } = request;
  const held = { vehicleId, ...from };
  // The assignment is this hand-over's own: what it opens bears its key.
  const opened = { vehicleId, driverId: toDriverId, assignmentId: key };
  const about = { vehicleId, vehicleName };
  const told = [
    ...(members.from === null ? [] : [{ memberId: members.from, what: 'vehicle-handed-over', ...about } as const]),
    ...(members.to === null ? [] : [{ memberId: members.to, what: 'vehicle-taken-over', ...about } as const]),
  ];

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
