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

export const VehicleName = z.string().trim().min(1).max(80);

export const RegisterVehicleBody = z.object({
  name: VehicleName,
  plate: z.string().trim().min(1).max(20).optional(),
  vin: Vin.optional(),
  kind: z.enum(VEHICLE_KINDS).default('other'),
});

export const RenameVehicleBody = z.object({ name: VehicleName });
export const RetireVehicleBody = z.object({ reason: z.string().trim().min(1).max(200) });

/** The view other areas may look into. */
export const VEHICLES_VIEW = 'vehicles';

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
