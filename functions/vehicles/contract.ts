import { z } from 'zod';
import { Line } from '../../shared/kernel/text.ts';

export const VEHICLE_KINDS = ['van', 'truck', 'car', 'bus', 'trailer', 'other'] as const;

/**
 * A VIN of ISO 3779: 17 characters without I, O and Q. The check digit is not examined: only North America uses it.
 */
const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/, 'A VIN has 17 characters and no I, O or Q.');

export const VehicleName = Line(80);

export const RegisterVehicleBody = z.object({
  name: VehicleName,
  plate: Line(20).optional(),
  vin: Vin.optional(),
  kind: z.enum(VEHICLE_KINDS).default('other'),
});

export const RenameVehicleBody = z.object({ name: VehicleName });
export const RetireVehicleBody = z.object({ reason: Line(200) });

/** The view other areas may look into. */
export const VEHICLES_VIEW = 'vehicles';

/** What the directory knows of a vehicle: enough to decide about its telemetry without asking anybody else. */
export interface VehicleEntry {
  readonly status: VehicleCard['status'];
}

/** All vehicles of a tenant, by their ids. */
export const vehiclesPartition = (tenantId: string) => `vehicle:${tenantId}`;

/** One vehicle as everybody sees it. */
export const VehicleCard = z
  .object({
    id: z.string(),
    name: z.string(),
    plate: z.string().exactOptional(),
    vin: z.string().exactOptional(),
    kind: z.enum(VEHICLE_KINDS),
    status: z.enum(['active', 'retired']),
    registeredAt: z.iso.datetime(),
    retiredAt: z.iso.datetime().exactOptional(),
  })
  .meta({ id: 'VehicleCard' });
export type VehicleCard = Readonly<z.infer<typeof VehicleCard>>;

export const Vehicle = VehicleCard.extend({ version: z.int() }).meta({ id: 'Vehicle' });
