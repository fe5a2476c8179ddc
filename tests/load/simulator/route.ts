import type { Link, Network } from './network.ts';
import { townRadius } from './network.ts';
import { SPEED_LIMIT, TOWN_SPEED_LIMIT } from './road.ts';

/** A place on the network: `along` metres from the start of the link with that index. */
export interface Spot {
  readonly link: number;
  readonly along: number;
}

/** A stretch of one link, driven from `from` to `to` metres; backwards when `to` is smaller. */
export interface Leg {
  readonly link: number;
  readonly from: number;
  readonly to: number;
}

/** How far everything is from one spot. */
export interface Reach {
  /** Seconds to each city at the speed limit; Infinity when there is no way. */
  readonly seconds: readonly number[];
  /** The legs to a city, or to another spot, in the order they are driven. */
  to(goal: number | Spot): readonly Leg[];
}

/** Seconds a law-abiding driver without a truck's limiter needs for a whole link. */
export const secondsOf = ({ cities }: Network, { from, to, kind, line }: Link): number => {
  const town = [cities[from], cities[to]].reduce((sum, city) => sum + (city ? townRadius(city) : 0), 0);
  const slow = Math.min(line.length, town);
  return slow / TOWN_SPEED_LIMIT + (line.length - slow) / SPEED_LIMIT[kind];
};

/** Shortest ways from a spot (Dijkstra over the cities; a hundred of them need no heap). Throws when a goal cannot be reached. */
export const reachFrom = (network: Network, start: Spot): Reach => {
  const startLink = linkOf(network, start.link);
  const seconds = network.cities.map(() => Number.POSITIVE_INFINITY);
  const lastLeg = new Map<number, { leg: Leg; before: number | undefined }>();
  const relax = (city: number, time: number, leg: Leg, before: number | undefined) => {
    if (time >= (seconds[city] ?? 0)) return;
    seconds[city] = time;
    lastLeg.set(city, { leg, before });
  };

  for (const [city, end] of endsOf(startLink))
    relax(
      city,
      partOf(network, startLink, start.along, end),
      { link: start.link, from: start.along, to: end },
      undefined,
    );

  const open = new Set(network.cities.keys());
  for (let near = nearest(open, seconds); near !== undefined; near = nearest(open, seconds)) {
    open.delete(near);
    for (const index of network.linksAt[near] ?? []) {
      const link = linkOf(network, index);
      const time = (seconds[near] ?? 0) + secondsOf(network, link);
      if (link.from === near) relax(link.to, time, { link: index, from: 0, to: link.line.length }, near);
      else relax(link.from, time, { link: index, from: link.line.length, to: 0 }, near);
    }
  }

  const toCity = (city: number): Leg[] => {
    const last = lastLeg.get(city);
    if (!last) throw new Error(`No road leads to ${network.cities[city]?.name ?? `city ${city}`}.`);
    return [...(last.before === undefined ? [] : toCity(last.before)), last.leg];
  };
  const toSpot = (goal: Spot): Leg[] => {
    if (goal.link === start.link) return [{ link: goal.link, from: start.along, to: goal.along }];
    const link = linkOf(network, goal.link);
    const [best] = endsOf(link)
      .map(([city, end]) => ({ city, end, time: (seconds[city] ?? 0) + partOf(network, link, end, goal.along) }))
      .sort((a, b) => a.time - b.time);
    if (!best) throw new Error(`Link ${goal.link} has no ends.`);
    return [...toCity(best.city), { link: goal.link, from: best.end, to: goal.along }];
  };
  return { seconds, to: (goal) => (typeof goal === 'number' ? toCity(goal) : toSpot(goal)) };
};

const endsOf = ({ from, to, line }: Link) =>
  [
    [from, 0],
    [to, line.length],
  ] as const;

const partOf = (network: Network, link: Link, from: number, to: number): number =>
  (secondsOf(network, link) * Math.abs(to - from)) / link.line.length;

const nearest = (open: ReadonlySet<number>, seconds: readonly number[]): number | undefined => {
  let best: number | undefined;
  for (const city of open) {
    const time = seconds[city] ?? Number.POSITIVE_INFINITY;
    if (time < (best === undefined ? Number.POSITIVE_INFINITY : (seconds[best] ?? 0))) best = city;
  }
  return best;
};

const linkOf = ({ links }: Network, index: number): Link => {
  const link = links[index];
  if (!link) throw new Error(`There is no link ${index}.`);
  return link;
};
