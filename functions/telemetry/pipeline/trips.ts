import type { ReceivedFix } from '../fix.ts';
import type { Leg } from './leg.ts';
import { drivable } from './movement.ts';
import {
  type Begun,
  type Course,
  courseOf,
  type Ending,
  further,
  GAP,
  IDLE_AFTER,
  isMovement,
  setOff,
  startedUp,
  type TripScene,
} from './trip.ts';

export interface TripMemory {
  readonly state: 'parked' | 'driving' | 'idling' | 'unknown';
  /** Since when, milliseconds since 1970; 0 while nothing was heard. */
  readonly since: number;
  /** Metres, as of the last fix. */
  readonly odometer: number;
  /** The ignition has been on once, so its wire is connected, and off means off. */
  readonly keyed?: true;
  /** Begun for sure unless it has `away`. */
  readonly trip?: Begun;
  /** Since when nothing has moved, while there is a trip. */
  readonly still?: number;
  /** On the one fix at which a trip is known to have ended. */
  readonly ended?: Course;
}

export const tripStart: TripMemory = { state: 'unknown', since: 0, odometer: 0 };

/** Milliseconds. Whoever turns the key again within two minutes has stalled, or handed over a parcel. */
const OFF_MS = 120_000;
/** Milliseconds without movement that end a trip: traffic lights and level crossings are over by then. */
const STOP_MS = 300_000;
/** With the engine on: longer than any queue, and what a device does whose ignition wire is always on must end, too. */
const IDLE_STOP_MS = 1_800_000;
/** Milliseconds. With the engine on for longer before it sets off, a vehicle was at work, or warming up, not on a trip. */
const WARM_UP_MS = 900_000;
/** Metres per second, over a whole silence: it went on driving. */
const WENT_ON = 3;
/** Seconds. After a longer silence it is another trip, whatever happened. */
const LONGEST_GAP = 10_800;

/** What one leg says, in the words of a trip. */
interface Seen {
  readonly leg: Leg;
  readonly from: ReceivedFix;
  /** Metres. */
  readonly driven: number;
  readonly hasMoved: boolean;
  readonly isOff: boolean;
  readonly isOn: boolean;
}

const seen = (memory: TripMemory, leg: Leg, from: ReceivedFix, odometer: number): Seen => {
  const step = odometer - memory.odometer;
  // The meters have learnt what the vehicle drove before.
  const driven = step <= drivable(leg.seconds) ? step : 0;
  const isOn = leg.ignition === true;
  const isOff = memory.keyed === true && leg.ignition === false;
  return { leg, from, driven, hasMoved: isMovement(leg, driven), isOff, isOn };
};

/** When, where and why a trip has ended, if this leg shows that it has. */
const endingOf = (
  { state, since, still }: TripMemory,
  { leg, from, driven, hasMoved, isOn }: Seen,
): Ending | undefined => {
  const { fix, seconds } = leg;
  // It stands where it was last seen.
  const { lat, lon } = from;
  if (state === 'parked') {
    if (fix.at - since < OFF_MS) return undefined;
    const stood = (since - (still ?? since)) / 1_000;
    return { lat, lon, at: since, by: 'ignition', idle: stood >= IDLE_AFTER ? stood : 0 };
  }
  const at = still ?? from.at;
  if (!hasMoved)
    return fix.at - at >= (isOn ? IDLE_STOP_MS : STOP_MS) ? { lat, lon, at, by: 'stop', idle: 0 } : undefined;
  if (seconds <= GAP) return undefined;
  const wentOn = driven >= seconds * WENT_ON && seconds <= LONGEST_GAP;
  return wentOn ? undefined : { lat, lon, at, by: 'gap', idle: 0 };
};

/** Seconds that a vehicle had stood until this leg began. */
const pauseOf = (still: number | undefined, from: ReceivedFix) => Math.max(0, from.at - (still ?? from.at)) / 1_000;

type Draft = { -readonly [Key in keyof TripMemory]: TripMemory[Key] };
type Next = Pick<Draft, 'state' | 'since' | 'trip' | 'still'>;

const on = (memory: TripMemory, trip: Begun, { leg, from, driven, hasMoved, isOff }: Seen): Next => {
  const { still: before, state, since } = memory;
  const { fix } = leg;
  if (hasMoved && !isOff) {
    const next = further(trip, leg, driven, true, pauseOf(before, from));
    return { state: 'driving', since: state === 'driving' ? since : from.at, trip: next };
  }
  const next = further(trip, leg, driven, hasMoved, hasMoved ? pauseOf(before, from) : 0);
  const still = hasMoved ? fix.at : (before ?? from.at);
  if (isOff) return { state: 'parked', since: state === 'parked' ? since : fix.at, trip: next, still };
  const isIdle = fix.at - still >= IDLE_AFTER * 1_000;
  return { state: isIdle ? 'idling' : 'driving', since: isIdle ? still : since, trip: next, still };
};

/** Nothing has begun. */
const off = ({ state, since }: TripMemory, { leg, isOn }: Seen): Next => {
  const now = isOn ? 'idling' : 'parked';
  return { state: now, since: state === now ? since : leg.fix.at };
};

/** The key is turned somewhere else: that is sure enough, however few fixes there were on the way. */
const arrived = ({ trip, still }: TripMemory, { leg, from, driven, hasMoved }: Seen): Next | undefined => {
  if (!trip) return undefined;
  const next = further(trip, leg, driven, hasMoved, pauseOf(still, from));
  return next.away === undefined
    ? { state: 'parked', since: leg.fix.at, trip: next, still: still ?? leg.fix.at }
    : undefined;
};

/** Not on a trip for sure: does one begin, go on beginning, or was it nothing? */
const between = (memory: TripMemory, asSeen: Seen): Next => {
  const { leg, from, driven, hasMoved, isOff, isOn } = asSeen;
  const quiet = off(memory, asSeen);
  if (isOff) return arrived(memory, asSeen) ?? quiet;
  const trip = leg.seconds > GAP ? undefined : memory.trip;
  if (!trip && !hasMoved) return isOn ? { ...quiet, trip: startedUp(leg) } : quiet;
  const { state, since, still: before } = memory;
  if (!trip) return { state, since, trip: setOff(leg, driven) };
  if (hasMoved) {
    const next = further(trip, leg, driven, true, pauseOf(before, from));
    // With the engine on it drives, wherever that leads.
    if (isOn) return { state: 'driving', since: state === 'driving' ? since : from.at, trip: next };
    return next.away === undefined ? { state: 'driving', since: next.at, trip: next } : { state, since, trip: next };
  }
  const still = before ?? from.at;
  const stood = leg.fix.at - still;
  if (isOn && stood >= WARM_UP_MS) return { ...quiet, trip: startedUp(leg) };
  if (!isOn && stood >= STOP_MS) return quiet;
  return { state: quiet.state, since: quiet.since, trip, still };
};

const isSame = (one: TripMemory, other: TripMemory) =>
  one.state === other.state &&
  one.since === other.since &&
  one.odometer === other.odometer &&
  one.trip === other.trip &&
  one.still === other.still &&
  one.keyed === other.keyed &&
  one.ended === other.ended;

const remembered = (
  memory: TripMemory,
  { state, since, trip, still }: Next,
  odometer: number,
  leg: Leg,
  ended?: Course,
) => {
  const next: Draft = { state, since, odometer };
  if (memory.keyed || leg.ignition) next.keyed = true;
  if (trip) next.trip = trip;
  if (still !== undefined) next.still = still;
  if (ended) next.ended = ended;
  return isSame(memory, next) ? memory : next;
};

const first = (leg: Leg): Next => {
  const { fix } = leg;
  if (leg.ignition) return { state: 'idling', since: fix.at, trip: startedUp(leg) };
  if (isMovement(leg, 0)) return { state: 'unknown', since: fix.at, trip: setOff(leg, 0) };
  return { state: 'parked', since: fix.at };
};

/**
 * Follows a vehicle from trip to trip. One begins with movement away from where it stood (dated to when it set off, or to when the key was turned before that), and ends with
 * the key, after standing still, or with a silence over which it did not go on; it is dated to when that was, which is known only later: then `ended` says what it was like.
 */
export const followTrip = (memory: TripMemory, leg: Leg, scene: TripScene): TripMemory => {
  const { from } = leg;
  const { odometer } = scene;
  if (!from) return remembered(memory, first(leg), odometer, leg);
  const asSeen = seen(memory, leg, from, odometer);
  const { trip } = memory;
  if (!trip || trip.away !== undefined) return remembered(memory, between(memory, asSeen), odometer, leg);

  const ending = endingOf(memory, asSeen);
  if (!ending) return remembered(memory, on(memory, trip, asSeen), odometer, leg);
  const state = asSeen.isOn && ending.by === 'stop' ? 'idling' : 'parked';
  const since = { state, since: ending.at, odometer: memory.odometer } as const;
  return remembered(memory, between(since, asSeen), odometer, leg, courseOf(trip, ending, memory.odometer, scene));
};
