import { z } from 'zod';

export const VEHICLE_KINDS = ['van', 'truck', 'car', 'bus', 'trailer', 'other'] as const;

/**
 * A VIN of ISO 3779: 17 characters without I, O and Q. The check digit is not examined: only North America uses it.
 */
const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/, 'A VIN has 17 characters and no I, O or Q.');

/** Characters that hide, break or turn round the text they stand in. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const Line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !CONTROLS.test(text), 'No control characters.');

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
export interface VehicleCard {
  readonly id: string;
  readonly name: string;
  readonly plate?: string;
  readonly vin?: string;
  readonly kind: (typeof VEHICLE_KINDS)[number];
  readonly status: 'active' | 'retired';
  readonly registeredAt: string;
  readonly retiredAt?: string;
}
