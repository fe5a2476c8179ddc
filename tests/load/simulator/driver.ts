import { between, course, type Place } from './geo.ts';
import { HARDEST, HARSH, type Handling } from './handling.ts';
import { placeAt } from './road.ts';
import type { Spot } from './route.ts';
import { afterDriving, energyOf, type Filling, type Supply } from './supply.ts';
import { speedAt, type Trip } from './trip.ts';

const { max, min } = Math;

export interface Driving {
  readonly kind: 'driving';
  readonly trip: Trip;
  readonly goal: Goal;
  /** Index of the segment of the trip the vehicle is on, and metres since its start. */
  readonly segment: number;
  readonly travelled: number;
  /** Metres per second. */
  readonly speed: number;
}

export interface Standing {
  readonly kind: 'standing';
  readonly why: 'delivery' | 'break' | 'night';
  readonly spot: Spot;
  readonly place: Place;
  readonly ignition: boolean;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly filling?: Filling;
}

export interface Goal {
  readonly spot: Spot;
  /** The goal is home, and the day is over there. */
  readonly home: boolean;
}

export interface DriverState {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly activity: Driving | Standing;
  /** Degrees; the last course driven while standing. */
  readonly heading: number;
  /** Metres driven. */
  readonly odometer: number;
  /** With the engine on. */
  readonly engineSeconds: number;
  /** Percent in the tank or the battery when the last drive ended, or now on the move. */
  readonly energy: number;
  /** When it braked harshly for the last time, milliseconds since the epoch. */
  readonly braked?: number;
  /** Seconds at the wheel since the last break. */
  readonly sinceBreak: number;
  /** Trips begun today. */
  readonly trips: number;
}

/** What a driver is told to do. */
export interface Orders {
  /** The next thing to do when a stop is over. */
  leave(state: DriverState, stop: Standing): Driving | Standing;
  /** How to stay at the goal of a trip. */
  arrive(state: DriverState, goal: Goal): Standing;
}

export interface Driver {
  readonly handling: Handling;
  readonly supply: Supply;
  readonly orders: Orders;
  /** Share of the allowed speed driven at a time: traffic, weather and temper. Whoever is in a hurry has more than 1. */
  mood(time: number): number;
  /** Whether something makes them brake as hard as they can. */
  isStartled(time: number): boolean;
}

/** Metres per second; whoever is so slow need not brake harshly. */
const CRAWL = 3 * HARSH;
/** Metres before and behind a kink over which one turns. */
const TURNS_OVER = 40;
/** Metres short of the goal at which a vehicle that is slow enough stands. */
const ARRIVED = 1;

/** The state `seconds` later. Pure: the same state, seconds and driver always give the same answer. */
export const step = (state: DriverState, seconds: number, driver: Driver): DriverState => {
  const time = state.time + seconds * 1000;
  if (state.activity.kind === 'driving') return drive({ ...state, time }, state.activity, seconds, driver);
  const stop = state.activity;
  const later = { ...state, time, engineSeconds: state.engineSeconds + (stop.ignition ? seconds : 0) };
  if (later.time < stop.until) return later;
  return {
    ...later,
    energy: energyOf(later),
    activity: driver.orders.leave(later, stop),
    trips: state.trips + 1,
    sinceBreak: stop.why === 'delivery' ? state.sinceBreak : 0,
  };
};

/** Where the vehicle truly is, before any receiver adds its error. */
export const placeOf = ({ activity }: DriverState): Place => {
  if (activity.kind === 'standing') return activity.place;
  const { trip, segment, travelled } = activity;
  const [start, end] = [trip.line.points[segment], trip.line.points[segment + 1]];
  if (!start || !end) throw new Error(`The trip has no segment ${segment}.`);
  const [from, to] = [trip.line.along[segment] ?? 0, trip.line.along[segment + 1] ?? 0];
  return between(start, end, to > from ? min(1, (travelled - from) / (to - from)) : 1);
};

/** Degrees. Nobody turns on the spot: it is the course of the road a little before and behind. */
export const headingOf = ({ activity, heading }: DriverState): number => {
  if (activity.kind === 'standing') return heading;
  const { trip, travelled } = activity;
  return course(placeAt(trip.line, travelled - TURNS_OVER), placeAt(trip.line, travelled + TURNS_OVER));
};

export const speedOf = ({ activity }: DriverState): number => (activity.kind === 'driving' ? activity.speed : 0);

const drive = (state: DriverState, driving: Driving, seconds: number, driver: Driver): DriverState => {
  const { trip, travelled, speed } = driving;
  const startled = speed > CRAWL && driver.isStartled(state.time);
  const newSpeed = startled ? speed - HARSH * seconds : paceOf(driving, seconds, driver, state.time);
  const left = trip.line.length - travelled;
  const rolled = min(left, ((speed + newSpeed) / 2) * seconds);
  const arrived = left - rolled <= ARRIVED && speed <= HARDEST;
  const moved = arrived ? left : rolled;
  const metres = travelled + moved;
  const segment = segmentFrom(trip, driving.segment, metres);
  const driven = {
    ...state,
    heading: trip.courses[segment] ?? state.heading,
    odometer: state.odometer + moved,
    engineSeconds: state.engineSeconds + seconds,
    energy: afterDriving(state.energy, moved, driver.supply),
    ...(startled && { braked: state.time }),
    sinceBreak: state.sinceBreak + seconds,
  };
  return arrived
    ? { ...driven, activity: driver.orders.arrive(driven, driving.goal) }
    : { ...driven, activity: { ...driving, segment, travelled: metres, speed: newSpeed } };
};

/** The speed to have after the step, within what the vehicle can do and what the road ahead allows. */
const paceOf = (
  { trip, segment, travelled, speed }: Driving,
  seconds: number,
  driver: Driver,
  time: number,
): number => {
  const { handling } = driver;
  const ahead = travelled + speed * seconds;
  const mood = driver.mood(time);
  const wanted = min(
    speedAt(trip, segmentFrom(trip, segment, ahead), ahead, handling, max(1, mood)),
    (trip.limits[segment] ?? 0) * mood,
  );
  return min(speed + handling.acceleration * seconds, max(speed - HARDEST * seconds, wanted));
};

/** Vehicles do not go back, so the search starts where the vehicle was. */
const segmentFrom = ({ line: { along } }: Trip, segment: number, metres: number): number => {
  let index = segment;
  while (index < along.length - 2 && (along[index + 1] ?? 0) <= metres) index++;
  return index;
};
