import { factId, type MetersCounted } from '../facts.ts';
import type { ReceivedFix } from '../fix.ts';
import { follow, isFollowed, type Shift } from './counter.ts';
import { type Leg, metresBetween } from './leg.ts';
import { drivable, MOVING_SPEED, noiseOf } from './movement.ts';

/** Where a vehicle without a moving speed was last counted, and when. */
interface Anchor {
  readonly lat: number;
  readonly lon: number;
  readonly at: number;
}

export interface MeterMemory {
  /** Metres: the device's own, or since the first fix. Never goes down. */
  readonly odometer: number;
  readonly engineSeconds: number;
  readonly odometerBy: MetersCounted['odometerBy'];
  readonly engineBy: MetersCounted['engineBy'];
  /** The UTC day of the last fix, in days since 1970. */
  readonly day?: number;
  /** There on the first fix of every further day, and only then: `metersCounted` is to be told. */
  readonly due?: true;
  /** The ignition has been on once, so its wire is connected, and off means off. */
  readonly keyed?: true;
  /** Since when the ignition is off. */
  readonly off?: number;
  readonly anchor?: Anchor;
  readonly distance?: Shift;
  readonly engine?: Shift;
}

export const metersStart: MeterMemory = {
  odometer: 0,
  engineSeconds: 0,
  odometerBy: 'positions',
  engineBy: 'movement',
};

const DAY_MS = 86_400_000;
/** Milliseconds. With the key turned for less than this a vehicle may still be rolling; for longer, it is towed or shipped. */
const OFF_MS = 120_000;
/** Seconds. What happened to the engine in a longer silence nobody knows. */
const LONGEST_LEG = 300;
/** Seconds. A device that tells no speed has stood when it was near one spot for so long. */
const STOOD = 60;
/** Milliseconds. Who says that often that it stands has not driven in between. */
const SEEN_STANDING_MS = 30_000;
/** Metres. So far off positions get between high buildings; farther away, the device only does not know its speed. */
const LONGEST_ECHO = 300;
/** Metres. Ways are added up in chords out of half the noise; longer ones than this would cut corners. */
const LONGEST_CHORD = 60;
/** Seconds for which a speed says something about the way, and metres per second that it may be off or change by. */
const SPEED_HOLDS = 12;
const SPEED_NOISE = 2;
/** Devices count 4 million km at most: 2^32 metres, "no value" on most buses, is above. No vehicle has got there. Metres. */
const MAX_ODOMETER = 4_000_000_000;
/** A century. Seconds. */
const MAX_ENGINE = 3_155_760_000;
/** Many vehicles tell their odometer by the kilometre and their engine time by the hour. Metres, seconds. */
const KILOMETRE = 1_000;
const HOUR = 3_600;

/** Who says 0 does not know. */
const numberOf = (fix: ReceivedFix, name: string, max: number): number | undefined => {
  const value = fix.attributes?.[name];
  return typeof value === 'number' && value > 0 && value <= max ? value : undefined;
};

const isMoving = ({ speed }: ReceivedFix) => speed !== undefined && speed >= MOVING_SPEED;

/** What was driven since the anchor, or since the fix before; or the anchor, while that is nothing. */
interface Way {
  readonly metres: number;
  readonly seconds: number;
  readonly anchor?: Anchor;
}

const NOWHERE: Way = { metres: 0, seconds: 0 };

/** What a standing vehicle may seem to move by: much, when the device says so often that it stands. */
const standingNoise = (from: ReceivedFix, fix: ReceivedFix) => {
  const isSaid = fix.speed !== undefined && from.speed !== undefined && fix.at - from.at <= SEEN_STANDING_MS;
  return Math.max(noiseOf(from, fix), isSaid ? LONGEST_ECHO : 0);
};

const wayOf = (known: Anchor | undefined, from: ReceivedFix, fix: ReceivedFix): Way => {
  const anchor: Anchor = known ?? { lat: from.lat, lon: from.lon, at: from.at };
  const metres = metresBetween(anchor.lat, anchor.lon, fix.lat, fix.lon);
  const since = (fix.at - anchor.at) / 1_000;
  const moves = isMoving(fix) || isMoving(from);
  const stands = !moves && (fix.speed !== undefined || since > STOOD);
  const least = stands ? standingNoise(from, fix) : Math.min(noiseOf(from, fix) / 2, LONGEST_CHORD);
  if (metres <= least) return { metres: 0, seconds: 0, anchor };
  // Faster than that it was carried, or one of the two is wrong.
  if (metres > drivable(since)) return NOWHERE;
  // Of a long stand nobody knows how much of it was a crawl.
  const seconds = Math.min(since > STOOD ? (fix.at - from.at) / 1_000 : since, LONGEST_LEG);
  return { metres: Math.min(metres, reachable(from, fix, since)), seconds };
};

/** Metres between two positions that are near are mostly noise; the speeds that the device says are not. */
const reachable = (from: ReceivedFix, fix: ReceivedFix, seconds: number) =>
  seconds > SPEED_HOLDS || fix.speed === undefined || from.speed === undefined
    ? Number.POSITIVE_INFINITY
    : (Math.max(fix.speed, from.speed) + SPEED_NOISE) * seconds;

const cm = (metres: number) => Math.round(metres * 100) / 100;
const ms = (seconds: number) => Math.round(seconds * 1_000) / 1_000;

type Draft = { -readonly [Key in keyof MeterMemory]: MeterMemory[Key] };

const isOn = (fix: ReceivedFix | undefined) => fix?.attributes?.ignition === true;

const NONE: Shift = {};

const told = (
  count: number,
  shift: Shift | undefined,
  value: number | undefined,
  own: number,
  most: number,
  coarse: number,
) => (value === undefined ? { count: count + own, shift } : follow(count, shift ?? NONE, value, own, most, coarse));

/** Seconds that the engine ran during a leg, as far as ignition or movement show. */
const ranFor = (keyed: true | undefined, { from, seconds }: Leg, way: Way) => {
  if (!keyed) return way.seconds;
  return isOn(from) ? Math.min(seconds, LONGEST_LEG) : 0;
};

/**
 * Counts what a vehicle drove on its way from one fix to the next, and how long its engine ran. The device's own `odometer` and `engineSeconds` count when it has them and they
 * make sense; else positions (a straight line over a silence, nothing while standing or towed), and the ignition, or movement when that is not connected. Sets `due` on a
 * vehicle's first fix of every UTC day but its very first.
 */
export const countMeters = (memory: MeterMemory, leg: Leg): MeterMemory => {
  const { fix, from, seconds, ignition } = leg;
  const day = Math.floor(fix.at / DAY_MS);
  const keyed = ignition || memory.keyed;
  const off = keyed && ignition === false ? (memory.off ?? fix.at) : undefined;
  const isParked = off !== undefined && fix.at - off >= OFF_MS;
  const way = from && !isParked ? wayOf(memory.anchor, from, fix) : NOWHERE;

  const distance = told(
    memory.odometer,
    memory.distance,
    numberOf(fix, 'odometer', MAX_ODOMETER),
    way.metres,
    drivable(seconds),
    KILOMETRE,
  );
  const ran = ranFor(keyed, leg, way);
  const engine = told(
    memory.engineSeconds,
    memory.engine,
    numberOf(fix, 'engineSeconds', MAX_ENGINE),
    ran,
    seconds + HOUR,
    HOUR,
  );
  const isDistanceTold = isFollowed(distance.shift, KILOMETRE);

  const next: Draft = {
    odometer: cm(distance.count),
    engineSeconds: ms(engine.count),
    odometerBy: isDistanceTold ? 'device' : 'positions',
    engineBy: isFollowed(engine.shift, HOUR) ? 'device' : keyed ? 'ignition' : 'movement',
    day,
  };
  if (memory.day !== undefined && day > memory.day) next.due = true;
  if (keyed) next.keyed = true;
  if (off !== undefined) next.off = off;
  if (way.anchor && !isDistanceTold) next.anchor = way.anchor;
  if (distance.shift) next.distance = distance.shift;
  if (engine.shift) next.engine = engine.shift;
  return isSame(memory, next) ? memory : next;
};

const isSame = (one: MeterMemory, other: MeterMemory) =>
  one.odometer === other.odometer &&
  one.engineSeconds === other.engineSeconds &&
  one.odometerBy === other.odometerBy &&
  one.engineBy === other.engineBy &&
  one.day === other.day &&
  one.due === other.due &&
  one.off === other.off &&
  one.keyed === other.keyed &&
  one.anchor === other.anchor &&
  one.distance === other.distance &&
  one.engine === other.engine;

/** What the meters stand at, on the fix of a new day (`memory.due`). The same fact for every fix of that UTC day. */
export const metersCounted = (memory: MeterMemory, vehicleId: string, at: number): MetersCounted => ({
  type: 'meters-counted',
  id: factId('meters', vehicleId, Math.floor(at / DAY_MS)),
  vehicleId,
  at,
  odometer: memory.odometer,
  engineSeconds: memory.engineSeconds,
  odometerBy: memory.odometerBy,
  engineBy: memory.engineBy,
});
