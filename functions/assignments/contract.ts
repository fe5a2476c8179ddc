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
export const CurrentAssignment = z
  .object({
    vehicleId: z.string(),
    assignmentId: z.string(),
    driver: z.object({ id: z.string(), email: z.string() }),
    since: z.iso.datetime(),
  })
  .meta({ id: 'CurrentAssignment' });
export type CurrentAssignment = Readonly<z.infer<typeof CurrentAssignment>>;

export const NobodyDrives = z.object({ vehicleId: z.string(), driver: z.null() });

export const HandOverStarted = z
  .object({
    sagaId: z.string(),
    status: z.string().describe('Where to ask how it goes.'),
    deviceKey: z.string().describe('The new key of the device. It is shown this once.'),
  })
  .meta({ id: 'HandOverStarted' });
