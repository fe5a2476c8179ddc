import { digestOf } from '../../shared/kernel/digest.ts';

/** What a spot is called: by a geofence or a place of the company. */
export interface Named {
  readonly kind: 'geofence' | 'place';
  readonly id: string;
  readonly name: string;
}

/** Degrees of WGS 84, and what is there. */
export interface Spot {
  readonly lat: number;
  readonly lon: number;
  readonly place?: Named;
}

/** What every fact says. Times are milliseconds since 1970, speeds metres per second, distances metres. */
interface About<Type extends string> {
  readonly type: Type;
  /** The same however often, and from whichever replay, the fact is found: see `factId`. */
  readonly id: string;
  readonly vehicleId: string;
  /** When it happened, which may be long before it is known. */
  readonly at: number;
}

export const INCIDENTS = ['harsh-brake', 'harsh-acceleration', 'harsh-corner', 'speeding'] as const;

/** Something a driver did that a coach would talk about. */
export interface Incident {
  readonly kind: (typeof INCIDENTS)[number];
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  /** The strongest: m/s² of braking, accelerating and cornering, m/s of speeding. */
  readonly peak: number;
  readonly seconds: number;
  /** Of speeding: the limit, m/s, and the geofence that sets it. */
  readonly limit?: number;
  readonly fenceId?: string;
}

/** How a trip was driven. */
export interface Driving {
  readonly harshBrakes: number;
  readonly harshAccelerations: number;
  readonly harshCorners: number;
  readonly speedingSeconds: number;
  readonly speedingMetres: number;
  /** The strongest ones, at most 50, oldest first. */
  readonly incidents: readonly Incident[];
}

/** What a trip took out of the tank or the battery, as far as the device tells. Never negative. */
export interface Consumed {
  readonly fuelMillilitres?: number;
  readonly energyWattHours?: number;
}

export interface TripEnded extends About<'trip-ended'> {
  /** `at` is when it began. */
  readonly endedAt: number;
  readonly start: Spot;
  readonly end: Spot;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  readonly maxSpeed: number;
  /** What the odometer stood at, as the pipeline counts it. */
  readonly startOdometer: number;
  readonly endOdometer: number;
  readonly fixes: number;
  /** How often nothing was heard for so long that the way in between is a guess. */
  readonly gaps: number;
  /** What ended it: the key, standing still, or silence. */
  readonly endedBy: 'ignition' | 'stop' | 'gap';
  readonly driving: Driving;
  readonly consumed: Consumed;
}

/** A vehicle has come into a geofence. */
export interface VisitBegan extends About<'visit-began'> {
  readonly fenceId: string;
  readonly lat: number;
  readonly lon: number;
}
/** It has been inside for as long as the fence says. `at` is when that was so. */
export interface VisitDwelled extends About<'visit-dwelled'> {
  readonly fenceId: string;
  readonly enteredAt: number;
}
/** It has left. */
export interface VisitEnded extends About<'visit-ended'> {
  readonly fenceId: string;
  readonly enteredAt: number;
  readonly lat: number;
  readonly lon: number;
  /** Whether a dwell was told in between: the position of this fact in its stream. */
  readonly dwelled: boolean;
  readonly maxSpeed: number;
  /** Left because the fence does not apply any more: retired, redrawn, outside its hours. */
  readonly because?: 'fence-changed';
}
/** It went through between two fixes, of which neither was inside. */
export interface FenceCrossed extends About<'fence-crossed'> {
  readonly fenceId: string;
  readonly from: Spot;
  readonly to: Spot;
}
/** It should be inside, and is not. */
export interface AbsenceBegan extends About<'absence-began'> {
  readonly fenceId: string;
  readonly lat: number;
  readonly lon: number;
}
export interface AbsenceEnded extends About<'absence-ended'> {
  readonly fenceId: string;
  readonly beganAt: number;
}

/** The tank has become fuller, or emptier without driving. */
export interface TankChanged extends About<'refuelled' | 'fuel-drained'> {
  readonly endedAt: number;
  readonly spot: Spot;
  /** Percent of the tank. */
  readonly fromPercent: number;
  readonly toPercent: number;
  /** Absent while nobody knows how much the tank holds. */
  readonly millilitres?: number;
  readonly odometer?: number;
}
/** A battery was charged. */
export interface Charged extends About<'charged'> {
  readonly endedAt: number;
  readonly spot: Spot;
  readonly fromPercent: number;
  readonly toPercent: number;
  /** Absent while nobody knows how much the battery holds. */
  readonly wattHours?: number;
  readonly odometer?: number;
}

/** What the meters have counted, told about once a day. */
export interface MetersCounted extends About<'meters-counted'> {
  /** Metres: the device's own odometer, or since the first fix. */
  readonly odometer: number;
  /** Seconds with the engine on, likewise. */
  readonly engineSeconds: number;
  /** Whether the device told the odometer, or it was added up from positions. */
  readonly odometerBy: 'device' | 'positions';
  readonly engineBy: 'device' | 'ignition' | 'movement';
}

/** What the pipeline finds out. */
export type Fact =
  | TripEnded
  | VisitBegan
  | VisitDwelled
  | VisitEnded
  | FenceCrossed
  | AbsenceBegan
  | AbsenceEnded
  | TankChanged
  | Charged
  | MetersCounted;

export type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

/** A fact; or, after late fixes, that one has changed or was none. */
export interface Told {
  readonly change: 'found' | 'corrected' | 'withdrawn';
  readonly fact: Fact;
}

/** An id that follows from what the fact is about, so that finding it again finds the same: `trip_` and 26 characters. */
export const factId = (prefix: string, ...about: readonly (string | number)[]): string =>
  `${prefix}_${digestOf(about.join('|')).slice(0, 26)}`;
