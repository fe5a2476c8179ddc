import { z } from 'zod';

const Id = z.string().min(1).max(64);
const Email = z.email().max(254);
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const AssignDriverBody = z.strictObject({
  driver: Email.describe('The address that a driver signs in with.').optional(),
  driverId: Id.optional(),
});

export const PlanAssignmentBody = z.strictObject({
  driverId: Id,
  from: Instant.optional().describe('When it begins by itself; without it, now.'),
  until: Instant.optional().describe('When it ends by itself; without it, when somebody ends it.'),
});

export const EndAssignmentBody = z
  .strictObject({ at: Instant.optional().describe('When it ends by itself; without it, now.') })
  .optional();

export const HandOverBody = z.strictObject({
  toDriver: Email.describe('The address that the next driver signs in with.').optional(),
  toDriverId: Id.optional(),
  deviceId: Id,
  fromVehicleId: Id.optional().describe('Where the device reports now; refused when that is not so any more.'),
});

export const STATES = ['planned', 'current', 'past', 'cancelled'] as const;
export type AssignmentState = (typeof STATES)[number];

const DriverRef = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().exactOptional(),
  })
  .meta({ id: 'DriverRef' });
export type DriverRef = Readonly<z.infer<typeof DriverRef>>;

/** Who drives a vehicle, as the API shows it. */
export const CurrentAssignment = z
  .object({
    vehicleId: z.string(),
    assignmentId: z.string(),
    driver: DriverRef,
    since: z.iso.datetime(),
    until: z.iso.datetime().exactOptional().describe('When it ends by itself.'),
  })
  .meta({ id: 'CurrentAssignment' });
export type CurrentAssignment = Readonly<z.infer<typeof CurrentAssignment>>;

export const NobodyDrives = z.object({ vehicleId: z.string(), driver: z.null() });

/** One driver's time with one vehicle, as it was decided. */
export const AssignmentRecord = z
  .object({
    id: z.string(),
    vehicleId: z.string(),
    driverId: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime().exactOptional().describe('When it ended or will; absent: until somebody ends it.'),
    plannedAt: z.iso.datetime().exactOptional(),
    cancelledAt: z.iso.datetime().exactOptional(),
    endReason: z
      .enum(['vehicle-gone', 'driver-left'])
      .exactOptional()
      .describe('Why the system ended or cancelled it: the vehicle was retired or sold, or the driver has left.'),
    version: z.int(),
  })
  .meta({ id: 'AssignmentRecord' });
export type AssignmentRecord = Readonly<z.infer<typeof AssignmentRecord>>;

export const Assignment = AssignmentRecord.extend({
  state: z.enum(STATES).describe('At the moment of the answer.'),
  driver: DriverRef,
}).meta({ id: 'Assignment', description: "One driver's time with one vehicle." });
export type Assignment = Readonly<z.infer<typeof Assignment>>;

export const HandOverStarted = z
  .object({
    sagaId: z.string(),
    status: z.string().describe('Where to ask how it goes.'),
    deviceKey: z.string().describe('The new key of the device. It is shown this once.'),
  })
  .meta({ id: 'HandOverStarted' });

export const MyVehicle = z
  .object({
    assignment: AssignmentRecord.nullable().describe('null while no vehicle is yours.'),
    vehicle: z.object({ id: z.string(), name: z.string(), plate: z.string().exactOptional() }).nullable(),
    next: AssignmentRecord.nullable().describe('The next that is planned.'),
  })
  .meta({ id: 'MyVehicle', description: 'What a driver drives.' });
