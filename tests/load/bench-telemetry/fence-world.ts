import type { FenceRule } from '../../../functions/geofences/fence.ts';
import type { GeoPoint } from '../../../functions/places/contract.ts';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { METRES_PER_DEGREE, RADIANS } from '../../../shared/kernel/earth.ts';

export type Random = () => number;

/** Mulberry32, public domain: the same numbers for the same seed. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Normally distributed, mean 0, deviation 1: G. E. P. Box and M. E. Muller (1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A country of some 450 by 430 kilometres, with towns in which most of the fences and of the driving are. */
const SOUTH = 48;
const WEST = 6;
const DEGREES_HIGH = 4;
const DEGREES_WIDE = 6;
const TOWNS = 40;
const TOWN_DEGREES = 0.1;

const moved = ({ lat, lon }: GeoPoint, north: number, east: number): GeoPoint => ({
  lat: lat + north / METRES_PER_DEGREE,
  lon: lon + east / METRES_PER_DEGREE / Math.cos(lat * RADIANS),
});

const anywhere = (random: Random): GeoPoint => ({
  lat: SOUTH + random() * DEGREES_HIGH,
  lon: WEST + random() * DEGREES_WIDE,
});

const townsOf = (random: Random) => Array.from({ length: TOWNS }, () => anywhere(random));

/** Four of five in a town. */
const spotIn = (random: Random, towns: readonly GeoPoint[]): GeoPoint => {
  const town = towns[Math.floor(random() * towns.length)];
  if (!town || random() > 0.8) return anywhere(random);
  return { lat: town.lat + normal(random) * TOWN_DEGREES, lon: town.lon + normal(random) * TOWN_DEGREES };
};

/** 4 to 45 corners around a middle; from a yard of 30 metres to a quarter of 600. */
const outline = (random: Random, middle: GeoPoint): GeoPoint[] => {
  const corners = 4 + Math.floor(random() * 42);
  const radius = 30 * 20 ** random();
  return Array.from({ length: corners }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / corners;
    const reach = radius * (0.6 + 0.4 * random());
    return moved(middle, reach * Math.sin(angle), reach * Math.cos(angle));
  });
};

export const fencesOf = (count: number, seed = 1): FenceRule[] => {
  const random = randomOf(seed);
  const towns = townsOf(random);
  return Array.from({ length: count }, (_, at) => ({
    id: `geofence-${at}`,
    name: `Fence ${at}`,
    kind: 'geofence',
    shape: { type: 'polygon', rings: [outline(random, spotIn(random, towns))] },
  }));
};

/** A fix every so often. */
const SECONDS = 30;

/** Vehicles that drive about the same towns, turn now and then, and stop. */
export const drivesOf = (vehicles: number, fixes: number, seed = 1): ReceivedFix[][] => {
  const towns = townsOf(randomOf(seed));
  const random = randomOf(seed + 1);
  const start = Date.UTC(2026, 5, 10, 6);
  return Array.from({ length: vehicles }, () => {
    let spot = spotIn(random, towns);
    let course = random() * 2 * Math.PI;
    let speed = 0;
    return Array.from({ length: fixes }, (_, at) => {
      if (random() < 0.2) course += normal(random);
      if (random() < 0.15) speed = random() < 0.3 ? 0 : 5 + random() * 25;
      spot = moved(spot, speed * SECONDS * Math.sin(course), speed * SECONDS * Math.cos(course));
      const seen = moved(spot, 4 * normal(random), 4 * normal(random));
      return {
        at: start + at * SECONDS * 1_000,
        receivedAt: start + at * SECONDS * 1_000,
        ...seen,
        speed,
        accuracy: 5,
      };
    });
  });
};
