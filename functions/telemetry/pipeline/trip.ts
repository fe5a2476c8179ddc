import { factId, type Named, type TripEnded } from '../facts.ts';
import { type Leg, metresBetween } from './leg.ts';
import { MOVING_SPEED, noiseOf } from './movement.ts';

/** What a trip is known by when it has ended; how it was driven and what it took, other stages say. */
export type Course = Omit<TripEnded, 'driving' | 'consumed'>;

export interface TripScene {
  readonly vehicleId: string;
  /** Metres, as the meters have counted up to this fix. */
  readonly odometer: number;
  readonly nameAt: (lat: number, lon: number) => Named | undefined;
}

/** A position and its instant. */
export interface Moment {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
}

/** A trip that has begun, or may have. */
export interface Begun extends Moment {
  readonly metres: number;
  /** Seconds. */
  readonly moving: number;
  readonly idle: number;
  /** The highest speed. */
  readonly top: number;
  readonly fixes: number;
  /** Silences over which it went on; absent for none. */
  readonly gaps?: number;
  /** How many fixes in a row were away from where it began; absent when that was enough. */
  readonly away?: number;
}

/** Seconds. Longer silences are gaps. Devices that save power while driving report every five minutes. */
export const GAP = 600;
/** Metres. Farther away after a gap, a vehicle has not just set off. */
const SETTING_OFF = 2_000;
/** m/s: how fast one sets off, at least, when only the way is known. */
const SETTING_OFF_SPEED = 3;
/** Metres. Who is not twice as far as a parking space moves, twice in a row, has gone nowhere. */
const AWAY = 100;
const AWAY_FIXES = 2;
/** Seconds. Shorter halts are part of driving; longer ones are idling. */
export const IDLE_AFTER = 30;
/** Moving a vehicle across a yard is no trip. Metres, and milliseconds. */
const MIN_METRES = 300;
const MIN_MS = 60_000;

const cm = (metres: number) => Math.round(metres * 100) / 100;
const ms = (seconds: number) => Math.round(seconds * 1_000) / 1_000;

const begun = ({ at, lat, lon }: Moment, metres: number, moving: number, top: number): Begun => ({
  at,
  lat,
  lon,
  metres: cm(metres),
  moving: ms(moving),
  idle: 0,
  top,
  fixes: 1,
  away: 0,
});

/** With the key turned a trip may begin. */
export const startedUp = ({ fix }: Leg): Begun => begun(fix, 0, 0, 0);

/** Somewhere on this leg a vehicle has set off: as late as its speed allows, from where it stood. After a long silence, here. */
export const setOff = ({ fix, from, seconds, metres, speed }: Leg, driven: number): Begun => {
  if (!from || (seconds > GAP && metres > SETTING_OFF)) return begun(fix, 0, 0, fix.speed ?? 0);
  const travelled = Math.min(seconds, metres / Math.max(speed, SETTING_OFF_SPEED));
  const moment = { at: Math.round(fix.at - travelled * 1_000), lat: from.lat, lon: from.lon };
  return begun(moment, driven, travelled, fix.speed ?? 0);
};

/** Far enough, twice in a row, that it is neither noise nor a jump of the position. */
const awayOf = (trip: Begun, { fix, from }: Leg) => {
  if (trip.away === undefined || !from) return undefined;
  const isAway = metresBetween(trip.lat, trip.lon, fix.lat, fix.lon) >= Math.max(AWAY, noiseOf(from, fix));
  if (!isAway) return 0;
  return trip.away + 1 < AWAY_FIXES ? trip.away + 1 : undefined;
};

/** The device's own; of one that tells none, over what was driven since it stood. */
const speedOf = ({ fix, seconds }: Leg, driven: number, paused: number) =>
  Math.round((fix.speed ?? driven / (seconds + paused || 1)) * 100) / 100;

type Draft = { -readonly [Key in keyof Begun]: Begun[Key] };

/** With one more leg. `paused`: seconds that the vehicle stood before it, which were not counted yet. */
export const further = (trip: Begun, leg: Leg, driven: number, hasMoved: boolean, paused: number): Begun => {
  const away = awayOf(trip, leg);
  const isIdle = paused >= IDLE_AFTER;
  const gaps = (trip.gaps ?? 0) + (hasMoved && leg.seconds > GAP ? 1 : 0);
  const next: Draft = {
    at: trip.at,
    lat: trip.lat,
    lon: trip.lon,
    metres: cm(trip.metres + driven),
    moving: ms(trip.moving + (hasMoved ? leg.seconds : 0) + (isIdle ? 0 : paused)),
    idle: ms(trip.idle + (isIdle ? paused : 0)),
    top: hasMoved ? Math.max(trip.top, speedOf(leg, driven, paused)) : trip.top,
    fixes: trip.fixes + 1,
  };
  if (gaps) next.gaps = gaps;
  if (away !== undefined) next.away = away;
  return next;
};

/** Moving now, or far enough during the leg: half a metre a second. `driven`: metres on this leg. */
export const isMovement = ({ fix, seconds }: Leg, driven: number): boolean =>
  (fix.speed !== undefined && fix.speed >= MOVING_SPEED) || (driven > 0 && driven >= seconds * 0.5);

export interface Ending extends Moment {
  readonly by: TripEnded['endedBy'];
  /** Seconds it stood with the engine on until then, not counted yet. */
  readonly idle: number;
}

/** The trip, now that it has ended; undefined when it was none. `odometer`: metres, where it ended. */
export const courseOf = (trip: Begun, end: Ending, odometer: number, scene: TripScene): Course | undefined => {
  if (trip.metres < MIN_METRES || end.at - trip.at < MIN_MS) return undefined;
  const seconds = (end.at - trip.at) / 1_000;
  const idle = Math.min(trip.idle + end.idle, seconds);
  return {
    type: 'trip-ended',
    id: factId('trip', scene.vehicleId, trip.at),
    vehicleId: scene.vehicleId,
    at: trip.at,
    endedAt: end.at,
    start: spotOf(trip, scene),
    end: spotOf(end, scene),
    metres: trip.metres,
    // It may have rolled on after the key was turned.
    movingSeconds: ms(Math.min(trip.moving, seconds - idle)),
    idleSeconds: ms(idle),
    maxSpeed: trip.top,
    startOdometer: cm(odometer - trip.metres),
    endOdometer: odometer,
    fixes: trip.fixes,
    gaps: trip.gaps ?? 0,
    endedBy: end.by,
  };
};

const spotOf = ({ lat, lon }: Moment, { nameAt }: TripScene) => {
  const place = nameAt(lat, lon);
  return place ? { lat, lon, place } : { lat, lon };
};
