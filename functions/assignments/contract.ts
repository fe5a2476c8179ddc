import { z } from 'zod';

const Email = z.email().max(254);

export const AssignDriverBody = z.object({ driver: Email });

export const HandOverBody = z.object({
  toDriver: Email,
  deviceId: z.string().min(1).max(64),
  /** Where the device reports now; refused when that is not so any more. */
  fromVehicleId: z.string().min(1).max(64).optional(),
});

/** Who drives a vehicle, as the API shows it. */
export interface CurrentAssignment {
  readonly vehicleId: string;
  readonly assignmentId: string;
  readonly driver: { readonly id: string; readonly email: string };
  readonly since: string;
}
