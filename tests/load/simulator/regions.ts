import cities from './cities.json' with { type: 'json' };
import { distance, type Place } from './geo.ts';

export interface City extends Place {
  readonly name: string;
  readonly country: string;
  readonly population: number;
}

/** A part of the map a fleet works in. */
export interface Region {
  readonly id: RegionId;
  readonly countries: readonly string[];
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Smallest city that is on the network. */
  readonly population: number;
  /** Metres; of two cities closer than this only the larger is on the network. */
  readonly spacing: number;
  /** Metres; cities further apart than this are not joined directly. */
  readonly reach: number;
  /** Pairs joined across the water, or across a bay that the coarse coastline makes too wide. */
  readonly bridges: readonly (readonly [string, string])[];
}

export type RegionId = 'rhine' | 'baltic';

export const REGIONS: Readonly<Record<RegionId, Region>> = {
  rhine: {
    id: 'rhine',
    countries: ['NL', 'BE', 'LU', 'DE'],
    west: 3.2,
    south: 49.3,
    east: 7.9,
    north: 52.7,
    population: 40_000,
    spacing: 15_000,
    reach: 85_000,
    bridges: [],
  },
  baltic: {
    id: 'baltic',
    countries: ['DK', 'SE', 'DE'],
    west: 8,
    south: 53.4,
    east: 14.6,
    north: 57.8,
    population: 20_000,
    spacing: 15_000,
    reach: 120_000,
    bridges: [
      ['Copenhagen', 'Malmö'],
      ['Odense', 'Slagelse'],
      ['Fredericia', 'Odense'],
      ['Fredericia', 'Kolding'],
      ['Flensburg', 'Sønderborg'],
      ['Flensburg', 'Haderslev'],
    ],
  },
};

/** The cities of a region's network, largest first. */
export const citiesOf = (region: Region): City[] => {
  const chosen: City[] = [];
  for (const city of cities) {
    if (!region.countries.includes(city.country) || city.population < region.population) continue;
    if (city.lat < region.south || city.lat > region.north || city.lon < region.west || city.lon > region.east)
      continue;
    if (chosen.every((larger) => distance(larger, city) >= region.spacing)) chosen.push(city);
  }
  return chosen;
};
