import { between, type Place } from './geo.ts';
import { HARDEST, type Handling } from './handling.ts';
import type { Spot } from './route.ts';
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
  readonly orders: Orders;
  /** Share of the allowed speed driven at a time, at most 1: traffic, weather and temper. */
  mood(time: number): number;
}

/** Metres short of the goal at which a vehicle that is slow enough stands. */
const ARRIVED = 1;

/** The state `seconds` later. Pure: the same state, seconds and driver always give the same answer. */
export const step = (state: DriverState, seconds: number, driver: Driver): DriverState => {
  const later = { ...state, time: state.time + seconds * 1000 };
  if (state.activity.kind === 'driving') return drive(later, state.activity, seconds, driver);
  const stop = state.activity;
  if (later.time < stop.until) return later;
  return {
    ...later,
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

export const speedOf = ({ activity }: DriverState): number => (activity.kind === 'driving' ? activity.speed : 0);

const drive = (state: DriverState, driving: Driving, seconds: number, driver: Driver): DriverState => {
  const { trip, travelled, speed } = driving;
  const newSpeed = paceOf(driving, seconds, driver, state.time);
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
  const wanted = min(
    speedAt(trip, segmentFrom(trip, segment, ahead), ahead, handling),
    (trip.limits[segment] ?? 0) * driver.mood(time),
  );
  return min(speed + handling.acceleration * seconds, max(speed - HARDEST * seconds, wanted));
};

/** Vehicles do not go back, so the search starts where the vehicle was. */
const segmentFrom = ({ line: { along } }: Trip, segment: number, metres: number): number => {
  let index = segment;
  while (index < along.length - 2 && (along[index + 1] ?? 0) <= metres) index++;
  return index;
};
