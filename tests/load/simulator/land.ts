import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import land from 'world-atlas/land-50m.json' with { type: 'json' };
import type { Place } from './geo.ts';

export type IsLand = (place: Place) => boolean;

/** A piece of shore from its southern end to its northern end, as [longitude, latitude] each. */
type Shore = readonly [south: readonly number[], north: readonly number[]];

const BANDS_PER_DEGREE = 20;

/** Tells land from sea between two latitudes. */
export const landBetween = (south: number, north: number): IsLand => {
  const bands = new Map<number, Shore[]>();
  for (const shore of shores()) {
    const first = Math.max(bandOf(shore[0]), Math.floor(south * BANDS_PER_DEGREE));
    const last = Math.min(bandOf(shore[1]), Math.floor(north * BANDS_PER_DEGREE));
    for (let band = first; band <= last; band++) append(bands, band, shore);
  }
  // Even-odd over all shores at once: going east from a place on land one crosses an odd number of them.
  return (place) =>
    (bands.get(Math.floor(place.lat * BANDS_PER_DEGREE)) ?? []).reduce(
      (inside, shore) => inside !== liesEastOf(place, shore),
      false,
    );
};

const append = (bands: Map<number, Shore[]>, band: number, shore: Shore) => {
  const shores = bands.get(band);
  if (shores) shores.push(shore);
  else bands.set(band, [shore]);
};

const bandOf = ([, lat = 0]: readonly number[]) => Math.floor(lat * BANDS_PER_DEGREE);

const liesEastOf = ({ lat, lon }: Place, [[west = 0, south = 0], [east = 0, north = 0]]: Shore): boolean =>
  south <= lat && lat < north && lon < west + ((lat - south) / (north - south)) * (east - west);

const shores = (): Shore[] =>
  coastlines().flatMap((ring) =>
    ring.slice(1).map((end, index): Shore => {
      const start = ring[index] ?? end;
      return (start[1] ?? 0) <= (end[1] ?? 0) ? [start, end] : [end, start];
    }),
  );

const coastlines = (): (readonly (readonly number[])[])[] => {
  const topology = land as object as Topology<{ land: GeometryCollection }>;
  return feature(topology, topology.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return geometry.coordinates;
    if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat();
    return [];
  });
};
