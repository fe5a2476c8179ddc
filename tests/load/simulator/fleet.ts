import { type Driver, type DriverState, step } from './driver.ts';
import type { VehicleKind } from './handling.ts';
import { HANDLING, type Handling } from './handling.ts';
import type { Network } from './network.ts';
import { type Draw, drawFrom, drawWithin } from './random.ts';
import { type Reach, reachFrom, type Spot } from './route.ts';
import { type Style, startles, styleOf } from './style.ts';
import { FULL, SUPPLY, type Supply } from './supply.ts';
import { ordersFor, spotIn, stay } from './workday.ts';

const { floor, min, round, sin, PI } = Math;

/** A vehicle of the demo. Where it is depends on the seed, its number and the clock, and on nothing else. */
export interface FleetVehicle {
  readonly network: Network;
  readonly handling: Handling;
  readonly supply: Supply;
  readonly style: Style;
  readonly draw: Draw;
  readonly home: Spot;
  readonly homeReach: Reach;
  /** Milliseconds after midnight UTC at which this vehicle's day begins. */
  readonly dayStart: number;
  /** Who drives it on the day that ends at `end`. */
  driverUntil(end: number): Driver;
}

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/**
 * Vehicles work in shifts and rest at home for an hour or two, each at another time of day, so that there is something to
 * see at any hour. This much of it is kept for whoever comes home late.
 */
const REST = HOUR / 2;
const GOLDEN = 0.618_033_988_75;

/** A fleet whose homes are spread over the network and whose days begin spread over the clock. */
export const createFleet = (network: Network, seed: string, kinds: readonly VehicleKind[]): FleetVehicle[] => {
  const draw = drawWithin(drawFrom(seed), network.region.id);
  const homes = [...network.cities.keys()]
    .map((city) => ({ city, order: draw('home', city) }))
    .sort((a, b) => a.order - b.order);

  return kinds.map((kind, index) => {
    const own = drawWithin(draw, 'vehicle', index);
    const home = spotIn(network, homes[index % homes.length]?.city ?? 0, drawWithin(own, 'home'));
    const [handling, supply, style] = [HANDLING[kind], SUPPLY[kind], styleOf(own)];
    const base = { network, handling, supply, style, draw: own, home, homeReach: reachFrom(network, home) };
    const dayStart = round((((draw('first day') + index * GOLDEN) % 1) * DAY) / SECOND) * SECOND;
    return { ...base, dayStart, driverUntil: rememberingLast((end) => driverFor(base, end)) };
  });
};

/** The state at the beginning of the day that `time` falls in: parked at home, about to leave. */
export const dawn = (vehicle: FleetVehicle, time: number): DriverState => {
  const start = startOfDay(vehicle, time);
  return {
    time: start,
    activity: stay(vehicle, vehicle.home, 'night', start),
    heading: floor(vehicle.draw('parked') * 360),
    odometer: 0,
    engineSeconds: 0,
    energy: FULL,
    sinceBreak: 0,
    trips: 0,
  };
};

/**
 * The state at `time` (whole seconds), a second at a time from `state`. Every day begins and ends at home, so starting from
 * any earlier `dawn` leads to the same place.
 */
export const advance = (vehicle: FleetVehicle, state: DriverState, time: number): DriverState => {
  let current = state;
  while (current.time < time) {
    const end = startOfDay(vehicle, current.time) + DAY;
    const driver = vehicle.driverUntil(end);
    const stop = min(time, end);
    while (current.time < stop) current = step(current, secondsOf(current, stop), driver);
    if (current.time === end) current = anewAt(vehicle, end, current);
  }
  return current;
};

/** Another day, and what is counted is counted on. */
const anewAt = (
  vehicle: FleetVehicle,
  end: number,
  { heading, odometer, engineSeconds }: DriverState,
): DriverState => ({
  ...dawn(vehicle, end),
  ...{ heading, odometer, engineSeconds },
});

/** A moving vehicle needs every second, a parked one only the last. */
const secondsOf = ({ time, activity }: DriverState, stop: number): number =>
  activity.kind === 'driving' || activity.until <= time ? 1 : (min(activity.until, stop) - time) / SECOND;

const startOfDay = ({ dayStart }: FleetVehicle, time: number) => floor((time - dayStart) / DAY) * DAY + dayStart;

const driverFor = ({ draw: own, ...vehicle }: Omit<FleetVehicle, 'dayStart' | 'driverUntil'>, end: number): Driver => {
  const draw = drawWithin(own, 'day', end);
  const tempo = vehicle.style.tempo + 0.04 * draw('tempo');
  const wave = round(240 + 300 * draw('wave')) * SECOND;
  return {
    handling: vehicle.handling,
    supply: vehicle.supply,
    orders: ordersFor({ ...vehicle, draw, curfew: end - REST, end }),
    mood: (time) => tempo * (0.95 + 0.05 * sin(2 * PI * ((time % wave) / wave))),
    isStartled: startles(vehicle.style, draw),
  };
};

/** Days follow each other, but within one the same is asked every second. */
const rememberingLast = <T>(make: (key: number) => T): ((key: number) => T) => {
  let last: { readonly key: number; readonly value: T } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
};
