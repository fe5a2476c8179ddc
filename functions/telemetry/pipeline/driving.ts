import type { Driving } from '../facts.ts';
import { acrossOf, alongOf, peakOf, toldOf, toldPeakOf } from './harsh.ts';
import {
  ACCELERATION,
  BRAKE,
  CORNER,
  HARSH,
  type Harsh,
  type PackedIncident,
  unpacked,
  withIncident,
  withLonger,
} from './incidents.ts';
import type { Leg } from './leg.ts';
import { toHundredths, toMetre } from './rounded.ts';
import type { SpeedLimit } from './speed-limit.ts';
import { counts, exceeds, goesOn, incidentOf, longer, type Stretch, stretchFrom } from './speeding.ts';

/** How a trip has been driven so far: mostly, nothing has to be said. */
export interface DrivingMemory {
  /** How many harsh brakes, accelerations and corners. */
  readonly harsh?: readonly number[];
  /** When the last of each was over, milliseconds; 0 before the first. */
  readonly until?: readonly number[];
  /** Seconds and metres of speeding that is over. */
  readonly sped?: readonly [seconds: number, metres: number];
  readonly incidents?: readonly PackedIncident[];
  /** Speeding that is not over, or not long enough to count yet. */
  readonly speeding?: Stretch;
}

export interface DrivingScene {
  readonly isDriving: boolean;
  /** The strictest in force where the vehicle is. */
  readonly limit?: SpeedLimit | undefined;
}

export const drivingStart: DrivingMemory = {};

/** Harsh again so soon is the same manoeuvre, milliseconds. */
const SAME_MS = 5_000;
const NONE: readonly number[] = [0, 0, 0];

/** One that lasted from `began` to the end of the leg. */
const noted = (memory: DrivingMemory, { fix }: Leg, kind: Harsh, strong: number, began: number): DrivingMemory => {
  const { harsh = NONE, until = NONE, incidents = [] } = memory;
  const peak = toHundredths(strong);
  const seconds = (fix.at - began) / 1000;
  const ended = until.with(kind, fix.at);
  const before = until[kind] ?? 0;
  if (before > 0 && began - before <= SAME_MS)
    return { ...memory, until: ended, incidents: withLonger(incidents, kind, peak, seconds) };
  const one: PackedIncident = [kind, began, toMetre(fix.lat), toMetre(fix.lon), peak, seconds];
  return {
    ...memory,
    harsh: harsh.with(kind, (harsh[kind] ?? 0) + 1),
    until: ended,
    incidents: withIncident(incidents, one),
  };
};

const judged = (memory: DrivingMemory, leg: Leg, kind: Harsh, mean: number, told: Harsh | undefined): DrivingMemory => {
  const { at, attributes } = leg.fix;
  const peak = peakOf(attributes, kind, mean);
  if (peak >= HARSH[kind]) return noted(memory, leg, kind, peak, leg.from?.at ?? at);
  return told === kind ? noted(memory, leg, kind, toldPeakOf(attributes, kind, mean), at) : memory;
};

/** The stretch of speeding is over. */
const closed = ({ speeding, ...memory }: DrivingMemory): DrivingMemory => {
  if (!speeding || !counts(speeding)) return memory;
  const [seconds, metres] = memory.sped ?? [0, 0];
  return {
    ...memory,
    sped: [toHundredths(seconds + speeding.seconds), toHundredths(metres + speeding.metres)],
    incidents: withIncident(memory.incidents ?? [], incidentOf(speeding)),
  };
};

const followSpeed = (memory: DrivingMemory, leg: Leg, limit: SpeedLimit | undefined): DrivingMemory => {
  const { speeding } = memory;
  if (speeding && goesOn(speeding, leg, limit)) return { ...memory, speeding: longer(speeding, leg) };
  const rest = speeding ? closed(memory) : memory;
  return limit && exceeds(leg, limit) ? { ...rest, speeding: stretchFrom(leg, limit) } : rest;
};

/**
 * Looks for what a coach would talk about: by the device's own word, by its accelerometer, by speed and heading of fixes that are close enough to
 * each other; and for speeding against the limit of a geofence.
 */
export const judgeDriving = (memory: DrivingMemory, leg: Leg, scene: DrivingScene): DrivingMemory => {
  if (!scene.isDriving) return memory.speeding ? closed(memory) : memory;
  const told = toldOf(leg.fix.attributes);
  const along = alongOf(leg);
  let after = memory.speeding || scene.limit ? followSpeed(memory, leg, scene.limit) : memory;
  after = judged(after, leg, BRAKE, -along, told);
  after = judged(after, leg, ACCELERATION, along, told);
  return judged(after, leg, CORNER, acrossOf(leg), told);
};

/** How it was driven since the trip began; what goes on counts as well. */
export const drivingOf = (memory: DrivingMemory): Driving => {
  const { harsh = NONE, sped = [0, 0], incidents = [] } = closed(memory);
  const [harshBrakes = 0, harshAccelerations = 0, harshCorners = 0] = harsh;
  return {
    ...{ harshBrakes, harshAccelerations, harshCorners },
    speedingSeconds: Math.round(sped[0]),
    speedingMetres: Math.round(sped[1]),
    incidents: incidents.map(unpacked).sort((a, b) => a.at - b.at),
  };
};
