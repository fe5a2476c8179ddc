import type { DriverState, Driving, Goal, Orders, Standing } from './driver.ts';
import type { Handling } from './handling.ts';
import { type Network, townRadius } from './network.ts';
import { type Draw, pick } from './random.ts';
import { placeAt, SPEED_LIMIT } from './road.ts';
import { type Reach, reachFrom, type Spot } from './route.ts';
import type { Style } from './style.ts';
import { fillingUp, minutesToFill, type Supply } from './supply.ts';
import { tripOf } from './trip.ts';

export interface Workday {
  readonly network: Network;
  readonly handling: Handling;
  readonly supply: Supply;
  readonly style: Style;
  readonly home: Spot;
  /** How far home everything is. */
  readonly homeReach: Reach;
  /** Draws of this vehicle and day. */
  readonly draw: Draw;
  /** Milliseconds since the epoch: when everybody must be home, and when the next day begins. */
  readonly curfew: number;
  readonly end: number;
}

const MINUTE = 60_000;
const SHORTEST_TRIP = 30 * MINUTE;
const LONGEST_TRIP = 120 * MINUTE;
const BREAK = 30 * MINUTE;
const BREAK_AFTER_SECONDS = 3.5 * 3600;
/** Trips take longer than at the speed limit; whoever plans without reserve comes home late. */
const RESERVE = 1.3;

/** A day of deliveries that ends at home in time: every stop is chosen such that the way back still fits, into the day and into what is left to drive with. */
export const ordersFor = (day: Workday): Orders => ({
  leave(state, stop) {
    const reach = reachFrom(day.network, stop.spot);
    const goal = nextGoal(day, state, reach);
    if (goal.home && samePlace(stop.spot, day.home)) return stay(day, stop.spot, 'night', day.end);
    return setOff(day, reach, goal);
  },
  arrive(state, { spot, home }) {
    if (home) return fillingUp(day.supply, state, stay(day, spot, 'night', day.end));
    const isLow = state.energy < day.supply.reserve;
    const minutes = isLow ? minutesToFill(day.supply) : 2 + 13 * day.draw(state.trips, 'stay') ** 3;
    const pause = Math.round(minutes * 60) * 1000;
    const isBreak = state.sinceBreak >= BREAK_AFTER_SECONDS || pause >= BREAK;
    const stop = isBreak
      ? stay(day, spot, 'break', state.time + BREAK)
      : stay(day, spot, 'delivery', state.time + pause, pause < day.style.idles);
    return isLow ? fillingUp(day.supply, state, stop) : stop;
  },
});

/** A stop in a city: on one of its roads, somewhere between the centre and the edge of the town. */
export const spotIn = (network: Network, city: number, draw: Draw): Spot => {
  const roads = network.linksAt[city] ?? [];
  const index = roads[Math.floor(draw('road') * roads.length)];
  const [link, town] = [network.links[index ?? -1], network.cities[city]];
  if (index === undefined || !link || !town) throw new Error(`City ${city} has no road.`);
  const out = 250 + draw('out') * Math.max(0, Math.min(townRadius(town), link.line.length / 3) - 250);
  return { link: index, along: link.from === city ? out : link.line.length - out };
};

/** Parked at a spot. */
export const stay = (
  { network }: Pick<Workday, 'network'>,
  spot: Spot,
  why: Standing['why'],
  until: number,
  ignition = false,
): Standing => {
  const line = network.links[spot.link]?.line;
  if (!line) throw new Error(`There is no link ${spot.link}.`);
  return { kind: 'standing', why, spot, place: placeAt(line, spot.along), ignition, until };
};

const nextGoal = (day: Workday, { time, trips }: DriverState, reach: Reach): Goal => {
  const pace = RESERVE * Math.max(1, SPEED_LIMIT.motorway / day.handling.topSpeed) * 1000;
  const roam = (day.supply.range * day.supply.reserve) / 100;
  const within = [...day.network.cities.keys()].filter((city) => {
    const there = (reach.seconds[city] ?? 0) * pace;
    const back = (day.homeReach.seconds[city] ?? 0) * pace;
    const isNear = (day.homeReach.seconds[city] ?? 0) * SPEED_LIMIT.motorway <= roam;
    return there >= SHORTEST_TRIP && there <= LONGEST_TRIP && time + there + BREAK + back <= day.curfew && isNear;
  });
  const city = pick(within, (index) => Math.sqrt(day.network.cities[index]?.population ?? 0), day.draw(trips, 'city'));
  if (city === undefined) return { spot: day.home, home: true };
  return { spot: spotIn(day.network, city, (...key) => day.draw(trips, ...key)), home: false };
};

const setOff = ({ network, handling }: Workday, reach: Reach, goal: Goal): Driving => ({
  kind: 'driving',
  trip: tripOf(network, reach.to(goal.spot), handling),
  goal,
  segment: 0,
  travelled: 0,
  speed: 0,
});

const samePlace = (a: Spot, b: Spot) => a.link === b.link && a.along === b.along;
