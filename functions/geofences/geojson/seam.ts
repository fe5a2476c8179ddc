import { type Corner, doubleArea, isWithin, nearest } from '../ring.ts';

// RFC 7946, 3.1.9: what crosses the 180th meridian should be cut there into parts, none of which does. https://www.rfc-editor.org/rfc/rfc7946#section-3.1.9

type Ring = readonly Corner[];
/** An outline and the holes in it. */
export type Polygon = readonly Ring[];

const SEAM = 180;
/** Degrees: what seven digits can be wrong by, and more. */
const ON_THE_LINE = 1e-6;

/** The part of a ring on one side of the seam (Sutherland and Hodgman, "Reentrant polygon clipping", 1974). */
const clipped = (ring: Ring, isIn: (lon: number) => boolean): Corner[] =>
  ring.flatMap((corner, index): Corner[] => {
    const before = ring.at(index - 1) ?? corner;
    const [[fromLon, fromLat], [lon, lat]] = [before, corner];
    const own = isIn(lon) ? [corner] : [];
    if (isIn(fromLon) === isIn(lon) || fromLon === SEAM || lon === SEAM) return own;
    const crossing: Corner = [SEAM, fromLat + ((lat - fromLat) * (SEAM - fromLon)) / (lon - fromLon)];
    return [crossing, ...own];
  });

const moved = (ring: Ring, by: number): Corner[] => ring.map(([lon, lat]) => [lon + by, lat]);

/** A polygon whose rings have no jumps as the parts of it on either side of the meridian; mostly it is on one. */
export const cutAtSeam = (polygon: Polygon): Polygon[] => {
  const lons = (polygon[0] ?? []).map(([lon]) => lon);
  const west = Math.min(...lons);
  const shift = nearest(west, 0) - west;
  const rings = polygon.map((ring) => moved(ring, shift));
  if (Math.max(...lons) + shift <= SEAM) return [rings];
  const parts = [
    rings.map((ring) => clipped(ring, (lon) => lon <= SEAM)),
    rings.map((ring) =>
      moved(
        clipped(ring, (lon) => lon >= SEAM),
        -2 * SEAM,
      ),
    ),
  ];
  return parts.map((part) => part.filter(({ length }) => length >= 3));
};

/** Against the clock when `sign` is 1, with it when it is -1. */
export const turned = (ring: Ring, sign: 1 | -1): Ring => (doubleArea(ring) * sign < 0 ? ring.toReversed() : ring);

type Edge = readonly [from: Corner, to: Corner];

const isOnSeam = ([[from], [to]]: Edge): boolean => from === SEAM && to === SEAM;

/** An edge on the seam in as many as there are corners of others on it. */
const divided = (edge: Edge, latitudes: readonly number[]): Edge[] => {
  const [[, from], [, to]] = edge;
  const between = latitudes.filter((lat) => lat > Math.min(from, to) && lat < Math.max(from, to));
  const stops = [from, ...(from < to ? between : between.toReversed()), to];
  return stops.slice(1).map(
    (lat, index): Edge => [
      [SEAM, stops[index] ?? lat],
      [SEAM, lat],
    ],
  );
};

const keyOf = (corner: Corner | undefined) => String(corner);

/** Edges without those that are there the other way, too: what they divide is one. */
const withoutSeam = (edges: readonly Edge[]): Edge[] => {
  const latitudes = [...new Set(edges.filter(isOnSeam).flatMap(([[, from], [, to]]) => [from, to]))].sort(
    (a, b) => a - b,
  );
  const whole = edges.flatMap((edge) => (isOnSeam(edge) ? divided(edge, latitudes) : [edge]));
  const there = new Set(whole.filter(isOnSeam).map(([from, to]) => `${from}>${to}`));
  return whole.filter((edge) => !isOnSeam(edge) || !there.has(`${edge[1]}>${edge[0]}`));
};

/** Rings of edges that follow each other. */
const linked = (edges: readonly Edge[]): Corner[][] => {
  const from = Map.groupBy(edges, ([start]) => keyOf(start));
  const rings: Corner[][] = [];
  for (const [first] of edges) {
    const ring: Corner[] = [];
    for (let next = from.get(keyOf(first))?.pop(); next; next = from.get(keyOf(next[1]))?.pop()) ring.push(next[0]);
    if (ring.length >= 3) rings.push(ring);
  }
  return rings;
};

/** Without the corners that are only there because it was cut. */
const smoothed = (ring: Ring): Ring =>
  ring.filter((corner, index) => {
    if (corner[0] !== SEAM) return true;
    const [[ax, ay], [bx, by]] = [ring.at(index - 1) ?? corner, ring[(index + 1) % ring.length] ?? corner];
    const [x, y] = corner;
    return ax === bx || Math.abs(ay + ((by - ay) * (x - ax)) / (bx - ax) - y) > ON_THE_LINE;
  });

const touches = (polygon: Polygon, lon: number): boolean => polygon.flat().some((corner) => corner[0] === lon);

/** Polygons that were cut at the meridian as one again; the others as they are. Those that were are without jumps, and go on beyond 180 degrees. */
export const joinedAtSeam = (polygons: readonly Polygon[]): Polygon[] => {
  const [west, rest] = [polygons.filter((one) => touches(one, SEAM)), polygons.filter((one) => !touches(one, SEAM))];
  const east = rest.filter((one) => touches(one, -SEAM));
  if (west.length === 0 || east.length === 0) return [...polygons];
  const parts = [...west, ...east.map((one) => one.map((ring) => moved(ring, 2 * SEAM)))];
  const rings = parts.flatMap((part) => part.map((ring, index) => turned(ring, index === 0 ? 1 : -1)));
  const edges = rings.flatMap((ring) =>
    ring.map((corner, index): Edge => [corner, ring[(index + 1) % ring.length] ?? corner]),
  );
  const all = linked(withoutSeam(edges)).map(smoothed);
  const holes = all.filter((ring) => doubleArea(ring) < 0);
  const joined = all
    .filter((ring) => doubleArea(ring) > 0)
    .map((outline) => [outline, ...holes.filter((hole) => hole.some((corner) => isWithin(corner, outline)))]);
  return [...joined, ...rest.filter((one) => !east.includes(one))];
};
