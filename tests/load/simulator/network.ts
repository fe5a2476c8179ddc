import { distance } from './geo.ts';
import { type IsLand, landBetween } from './land.ts';
import { drawFrom, drawWithin } from './random.ts';
import { type City, citiesOf, type Region } from './regions.ts';
import { type Line, layRoad, type RoadClass, SPEED_LIMIT, TOWN_SPEED_LIMIT } from './road.ts';

/** A road between two cities, from the first to the second. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly kind: RoadClass;
  readonly line: Line;
}

/** Cities joined by roads. Cities and links are known by their index. */
export interface Network {
  readonly region: Region;
  readonly cities: readonly City[];
  readonly links: readonly Link[];
  /** Indexes of the links that end in each city. */
  readonly linksAt: readonly (readonly number[])[];
}

/** Metres; the coastline is too coarse to be taken at its word for less. */
const WIDEST_WATER = 2_500;
const BOWS = [0, 0.08, -0.08, 0.16, -0.16, 0.24, -0.24];
const WATER_SAMPLES_EVERY = 6;
/** People at one end times people at the other. */
const MOTORWAY_TRAFFIC = 115_000 ** 2;

/**
 * The road network of a region: its cities, joined to their neighbours. The same region always gives the same network,
 * whatever the seed of the fleet on it.
 */
export const networkOf = (region: Region): Network => {
  const cities = citiesOf(region);
  const isLand = landBetween(region.south, region.north);
  const links = neighbours(cities, region).flatMap((pair) => join(cities, pair, region, isLand) ?? []);
  return largestPart(region, cities, links);
};

/** Metres from the centre of a city in which the town's speed limit holds. */
export const townRadius = ({ population }: City): number => 800 + 2.2 * Math.sqrt(population);

/** The speed limit `metres` from the start of a link, in metres per second. */
export const limitAt = ({ cities }: Network, link: Link, metres: number): number => {
  const nearStart = metres < radiusOf(cities[link.from]);
  const nearEnd = link.line.length - metres < radiusOf(cities[link.to]);
  return nearStart || nearEnd ? TOWN_SPEED_LIMIT : SPEED_LIMIT[link.kind];
};

const radiusOf = (city: City | undefined) => (city ? townRadius(city) : 0);

type Pair = readonly [from: number, to: number];

/**
 * The Gabriel graph: two cities are neighbours when no third lies in the circle between them. It is planar, has no
 * needless long roads and still leaves a choice of ways. Bridges are joined whatever lies between.
 */
const neighbours = (cities: readonly City[], region: Region): Pair[] => {
  const pairs: Pair[] = [];
  cities.forEach((a, from) => {
    cities.slice(0, from).forEach((b, to) => {
      const apart = distance(a, b);
      const alone = cities.every((c) => c === a || c === b || distance(a, c) ** 2 + distance(b, c) ** 2 >= apart ** 2);
      if (isBridge(region, a, b) || (alone && apart <= region.reach)) pairs.push([from, to]);
    });
  });
  return pairs;
};

/** Lays the road with the least bow that keeps it out of the water. Undefined when none does and there is no bridge. */
const join = (cities: readonly City[], [from, to]: Pair, region: Region, isLand: IsLand): Link | undefined => {
  const [a, b] = [cities[from], cities[to]];
  if (!a || !b) throw new Error(`There is no city ${from} or no city ${to}.`);
  const kind = a.population * b.population >= MOTORWAY_TRAFFIC ? 'motorway' : 'main';
  const draw = drawWithin(drawFrom('roads'), a.name, b.name);
  if (isBridge(region, a, b)) return { from, to, kind, line: layRoad(a, b, kind, 0, draw) };
  for (const bow of BOWS) {
    const line = layRoad(a, b, kind, bow, draw);
    if (waterAlong(line, isLand) <= WIDEST_WATER) return { from, to, kind, line };
  }
  return undefined;
};

const isBridge = ({ bridges }: Region, a: City, b: City): boolean =>
  bridges.some((ends) => ends.includes(a.name) && ends.includes(b.name));

/** Metres of the longest stretch of water a road runs over. */
const waterAlong = ({ points, along }: Line, isLand: IsLand): number => {
  let [longest, shore] = [0, 0];
  points.forEach((point, index) => {
    if (index % WATER_SAMPLES_EVERY !== 0) return;
    const metres = along[index] ?? 0;
    if (isLand(point)) shore = metres;
    else longest = Math.max(longest, metres - shore);
  });
  return longest;
};

/** Drops what cannot be reached from most of the network, such as an island without a bridge. */
const largestPart = (region: Region, cities: readonly City[], links: readonly Link[]): Network => {
  const part = cities.map((_, index) => index);
  const root = (index: number): number => {
    const parent = part[index] ?? index;
    return parent === index ? index : root(parent);
  };
  for (const { from, to } of links) part[root(from)] = root(to);

  const sizes = Map.groupBy(cities.keys(), root);
  const largest = [...sizes.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
  const place = new Map(largest.map((city, index) => [city, index]));
  const kept = links.flatMap((link) => {
    const [from, to] = [place.get(link.from), place.get(link.to)];
    return from === undefined || to === undefined ? [] : [{ ...link, from, to }];
  });
  return {
    region,
    cities: largest.flatMap((index) => cities[index] ?? []),
    links: kept,
    linksAt: largest.map((_, city) =>
      kept.flatMap(({ from, to }, link) => (from === city || to === city ? [link] : [])),
    ),
  };
};
