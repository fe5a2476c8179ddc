import { distanceBetween } from '../fleet/track.ts';
import type { Shape } from './geofences.ts';

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

export const DRAWN_TYPES = ['circle', 'rectangle', 'polygon', 'corridor'] as const;
export type DrawnType = (typeof DRAWN_TYPES)[number];

/** A shape while somebody draws it: it may lack points yet. */
export interface Drawing {
  readonly type: DrawnType;
  /** Of a circle its centre, of a rectangle two opposite corners, of the others their corners in order. */
  readonly points: readonly Point[];
  /** Of a circle its radius, of a corridor its width: metres. */
  readonly size: number;
  readonly holes: readonly (readonly Point[])[];
  /** Whether a click on the map adds to it. */
  readonly open: boolean;
}

const FIRST_SIZE: Readonly<Record<DrawnType, number>> = { circle: 300, rectangle: 0, polygon: 0, corridor: 200 };
const MOST_POINTS: Readonly<Record<DrawnType, number>> = { circle: 1, rectangle: 2, polygon: 5_000, corridor: 5_000 };
const LEAST_POINTS: Readonly<Record<DrawnType, number>> = { circle: 1, rectangle: 2, polygon: 3, corridor: 2 };

export const newDrawing = (type: DrawnType): Drawing => ({
  type,
  points: [],
  size: FIRST_SIZE[type],
  holes: [],
  open: true,
});

/** What can be drawn of a shape; `undefined` for one that moves with a vehicle. */
export const drawingOf = (shape: Shape): Drawing | undefined => {
  const drawn = (type: DrawnType, points: readonly Point[], size = 0, holes: Drawing['holes'] = []): Drawing => ({
    type,
    points,
    size,
    holes,
    open: false,
  });
  switch (shape.type) {
    case 'circle':
      return drawn('circle', [shape.center], shape.radiusMetres);
    case 'rectangle':
      return drawn('rectangle', [shape.southWest, shape.northEast]);
    case 'polygon':
      return drawn('polygon', shape.rings[0] ?? [], 0, shape.rings.slice(1));
    case 'corridor':
      return drawn('corridor', shape.path, shape.widthMetres);
    case 'around-vehicle':
      return undefined;
  }
};

const rectangle = (a: Point, b: Point): Shape => ({
  type: 'rectangle',
  southWest: { lat: Math.min(a.lat, b.lat), lon: Math.min(a.lon, b.lon) },
  northEast: { lat: Math.max(a.lat, b.lat), lon: Math.max(a.lon, b.lon) },
});

/** The shape, once it has all that it needs. */
export const shapeOf = ({ type, points, size, holes }: Drawing): Shape | undefined => {
  const [first, second] = points;
  if (!first || points.length < LEAST_POINTS[type]) return undefined;
  if (type === 'circle') return { type, center: first, radiusMetres: Math.round(size) };
  if (type === 'rectangle') return second && rectangle(first, second);
  if (type === 'corridor') return { type, path: points, widthMetres: Math.round(size) };
  return { type, rings: [points, ...holes] };
};

/** What a click on the map does: another corner; of a circle the centre, then how far it reaches. */
export const withClick = (drawing: Drawing, point: Point): Drawing => {
  const { type, points } = drawing;
  if (!drawing.open) return drawing;
  const [center] = points;
  if (type === 'circle' && center) return { ...drawing, size: radiusTo(center, point), open: false };
  const more = [...points, point];
  return { ...drawing, points: more, open: type === 'circle' || more.length < MOST_POINTS[type] };
};

/** The finest that the API takes. */
const LEAST_RADIUS = 10;
const radiusTo = (center: Point, point: Point): number =>
  Math.max(LEAST_RADIUS, Math.round(distanceBetween(center, point)));

/** A place by which a drawing is changed: one of its points, a place between two, or the edge of a circle. */
export interface Handle extends Point {
  readonly kind: 'point' | 'between' | 'edge';
  readonly index: number;
}

const METRES_PER_DEGREE = 111_195;
export const eastOf = ({ lat, lon }: Point, metres: number): Point => ({
  lat,
  lon: lon + metres / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
});

const between = (a: Point, b: Point, index: number): Handle => ({
  kind: 'between',
  index,
  lat: (a.lat + b.lat) / 2,
  lon: (a.lon + b.lon) / 2,
});

export const handlesOf = ({ type, points, size, open }: Drawing): readonly Handle[] => {
  const own = points.map((point, index): Handle => ({ kind: 'point', index, ...point }));
  const [first] = points;
  if (type === 'circle') return first ? [...own, { kind: 'edge', index: 0, ...eastOf(first, size) }] : own;
  if (type === 'rectangle' || open) return own;
  const ends = type === 'polygon' ? [...points.slice(1), ...points.slice(0, 1)] : points.slice(1);
  return [
    ...own,
    ...ends.flatMap((end, index) => {
      const start = points[index];
      return start ? [between(start, end, index + 1)] : [];
    }),
  ];
};

/** The drawing when a handle is dragged somewhere. A place between two corners becomes a corner. */
export const withHandleAt = (drawing: Drawing, { kind, index }: Handle, { lat, lon }: Point): Drawing => {
  const { points } = drawing;
  const to = { lat, lon };
  const [center] = points;
  if (kind === 'edge') return center ? { ...drawing, size: radiusTo(center, to) } : drawing;
  return { ...drawing, points: kind === 'between' ? points.toSpliced(index, 0, to) : points.with(index, to) };
};

/** A click on it ends the drawing: the first corner of a polygon, the last of a corridor. */
export const closesAt = ({ type, points, open }: Drawing): number | undefined => {
  if (!open || points.length < LEAST_POINTS[type]) return undefined;
  return type === 'polygon' ? 0 : type === 'corridor' ? points.length - 1 : undefined;
};

/** @example parsedPoint('50.94, 6.96') // { lat: 50.94, lon: 6.96 } */
export const parsedPoint = (typed: string): Point | undefined => {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(typed);
  if (!match) return undefined;
  const lat = Number(match[1]);
  const lon = Number(match[2]);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
};
