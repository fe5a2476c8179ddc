import type { GeoPoint } from '../places/contract.ts';

/** A corner on a plane in degrees. West of the 180th meridian a longitude goes on beyond it, so that a ring has no jumps. */
export type Corner = readonly [lon: number, lat: number];

/** The longitude as near to another one as whole turns bring it. */
export const nearest = (lon: number, to: number): number => lon - 360 * Math.round((lon - to) / 360);

/** A ring without jumps: every edge goes the short way round the earth. */
export const unrolled = (ring: readonly GeoPoint[], near = ring[0]?.lon ?? 0): Corner[] => {
  let last = near;
  return ring.map(({ lat, lon }) => {
    last = nearest(lon, last);
    return [last, lat];
  });
};

/** Twice the area in square degrees: above zero when the corners run against the clock. Seen from the first corner, so that small ones far out keep their digits. */
export const doubleArea = (ring: readonly Corner[]): number => {
  const [x0, y0] = ring[0] ?? [0, 0];
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[index + 1] ?? [x0, y0];
    return sum + ((x - x0) * (nextY - y0) - (nextX - x0) * (y - y0));
  }, 0);
};

/** Whether an unrolled ring comes back to where it began: one around a pole does not. */
export const isClosed = (ring: readonly Corner[]): boolean => {
  const [first, last] = [ring[0]?.[0] ?? 0, ring.at(-1)?.[0] ?? 0];
  return nearest(first, last) === first;
};

/** Whether a point lies within a ring, by how often a line eastwards leaves it. */
export const isWithin = ([x, y]: Corner, ring: readonly Corner[]): boolean => {
  let inside = false;
  for (const [index, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring.at(index - 1) ?? [0, 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
};

interface Edge {
  readonly ring: number;
  /** Of the corner that it begins at. */
  readonly index: number;
  readonly a: Corner;
  readonly b: Corner;
  readonly west: number;
  readonly east: number;
}

const edgesOf = (rings: readonly (readonly Corner[])[]): Edge[] =>
  rings.flatMap((corners, ring) =>
    corners.map((a, index) => {
      const b = corners[(index + 1) % corners.length] ?? a;
      return { ring, index, a, b, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) };
    }),
  );

/** On which side of the way from a to b the point c lies. */
const sideOf = ([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number =>
  Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

const cross = ({ a, b }: Edge, { a: c, b: d }: Edge): boolean =>
  Math.max(a[1], b[1]) >= Math.min(c[1], d[1]) &&
  Math.max(c[1], d[1]) >= Math.min(a[1], b[1]) &&
  sideOf(a, b, c) * sideOf(a, b, d) < 0 &&
  sideOf(c, d, a) * sideOf(c, d, b) < 0;

/** Which corner of which ring an edge begins at. */
export type EdgeAt = Pick<Edge, 'ring' | 'index'>;

const inOrder = (one: EdgeAt, other: EdgeAt): number => one.ring - other.ring || one.index - other.index;

/**
 * Two edges of these rings that cross, as they come in the rings; that they touch does no harm. From west to east, every edge is compared with those that
 * have begun and not ended before it.
 */
export const crossingOf = (rings: readonly (readonly Corner[])[]): readonly [EdgeAt, EdgeAt] | undefined => {
  const edges = edgesOf(rings).toSorted((one, other) => one.west - other.west);
  let open: Edge[] = [];
  for (const edge of edges) {
    open = open.filter(({ east }) => east >= edge.west);
    const other = open.find((one) => cross(one, edge));
    if (other) return inOrder(edge, other) < 0 ? [edge, other] : [other, edge];
    open.push(edge);
  }
  return undefined;
};
