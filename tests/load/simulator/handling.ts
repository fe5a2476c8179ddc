import type { VehicleCard } from '../../../functions/vehicles/contract.ts';

export type VehicleKind = VehicleCard['kind'];

/** How a vehicle is driven. Metres per second, and per second squared. */
export interface Handling {
  readonly topSpeed: number;
  readonly acceleration: number;
  /** The ease with which a driver brakes who has seen it coming. */
  readonly braking: number;
  /** Sideways acceleration taken in a bend. */
  readonly sideways: number;
}

const LIGHT: Handling = { topSpeed: 36, acceleration: 1.6, braking: 1.4, sideways: 2 };
const MIDDLE: Handling = { topSpeed: 30.5, acceleration: 1.3, braking: 1.2, sideways: 1.6 };
const HEAVY: Handling = { topSpeed: 23.6, acceleration: 0.7, braking: 0.9, sideways: 1.2 };

export const HANDLING: Readonly<Record<VehicleKind, Handling>> = {
  car: LIGHT,
  van: MIDDLE,
  other: MIDDLE,
  bus: { ...HEAVY, topSpeed: 27.7 },
  truck: HEAVY,
  trailer: HEAVY,
  equipment: HEAVY,
};

/** No vehicle brakes or accelerates harder than this, unless its driver is startled. */
export const HARDEST = 2.5;

/** How a startled driver brakes; whoever stands in the vehicle falls. */
export const HARSH = 4.5;
