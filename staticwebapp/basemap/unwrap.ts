import type { Position } from 'geojson';

const SOUTH_POLE = -90;

/**
 * The atlas draws for a globe: a ring that crosses the date line jumps from +180 to -180, which on a flat map is a
 * line across the whole world. Here the ring goes on beyond 180 instead, and one around a pole is led along the edge
 * of the map.
 */
export const unwrapped = (ring: readonly Position[]): Position[] => {
  let turns = 0;
  const points = ring.map(([lon = 0, lat = 0], index): Position => {
    const [previous = lon] = ring[index - 1] ?? [];
    if (lon - previous > 180) turns -= 1;
    if (lon - previous < -180) turns += 1;
    return [lon + turns * 360, lat];
  });
  const [first] = points;
  const last = points.at(-1);
  if (turns === 0 || !first || !last) return points;
  return [...points, [last[0] ?? 0, SOUTH_POLE], [first[0] ?? 0, SOUTH_POLE], first];
};
