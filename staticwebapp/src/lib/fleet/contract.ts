import type { VehicleCard } from '../../../../functions/vehicles/contract.ts';

export type { Position } from '../../../../functions/telemetry/contract.ts';

/** A vehicle as the API answers it: its version is the tag of `If-Match`. */
export type Vehicle = VehicleCard & { readonly version: number };
