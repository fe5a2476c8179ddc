import { METRES_PER_DEGREE, type Place, radians } from './geo.ts';
import type { Network } from './network.ts';

type Position = [longitude: number, latitude: number];

interface Feature {
  readonly type: 'Feature';
  readonly geometry: { type: 'LineString'; coordinates: Position[] } | { type: 'Point'; coordinates: Position };
  readonly properties: Readonly<Record<string, string | number>>;
}

export interface FeatureCollection {
  readonly type: 'FeatureCollection';
  readonly features: readonly Feature[];
}

/** Metres a drawn road may lie beside the driven one. */
const TOLERANCE = 20;

/** The networks as a map overlay: a LineString with its `class` for every road, a Point with name and population for every city. */
export const toGeoJson = (...networks: readonly Network[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: networks.flatMap(({ links, cities }) => [
    ...links.map(
      ({ kind, line }): Feature => ({
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: simplify(line.points, TOLERANCE).map(toPosition) },
        properties: { class: kind },
      }),
    ),
    ...cities.map(
      (city): Feature => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: toPosition(city) },
        properties: { name: city.name, population: city.population },
      }),
    ),
  ]),
});

const toPosition = ({ lat, lon }: Place): Position => [round(lon), round(lat)];

const round = (value: number) => Math.round(value * 1e5) / 1e5;

/** Ramer-Douglas-Peucker: keeps the corners that matter, about a tenth of the points; the others lie beside the answer by `tolerance` metres at most. */
export const simplify = (points: readonly Place[], tolerance: number): readonly Place[] => {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return points;
  const away = points.map((point) => distanceToChord(point, first, last));
  const widest = away.reduce((best, value, index) => (value > (away[best] ?? 0) ? index : best), 0);
  if ((away[widest] ?? 0) <= tolerance) return [first, last];
  return [
    ...simplify(points.slice(0, widest + 1), tolerance).slice(0, -1),
    ...simplify(points.slice(widest), tolerance),
  ];
};

/** Metres from `point` to the piece of line between `start` and `end`. */
export const distanceToChord = (point: Place, start: Place, end: Place): number => {
  const scale = Math.cos(radians(start.lat));
  const [dx, dy] = [(end.lon - start.lon) * scale, end.lat - start.lat];
  const [px, py] = [(point.lon - start.lon) * scale, point.lat - start.lat];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / square));
  return Math.hypot(px - share * dx, py - share * dy) * METRES_PER_DEGREE;
};
