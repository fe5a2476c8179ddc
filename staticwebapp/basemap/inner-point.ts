import type { Feature, Polygon, Position } from 'geojson';

const GRID = 24;

const ringArea = (ring: readonly Position[]): number =>
  Math.abs(
    ring.reduce((sum, [x = 0, y = 0], i) => {
      const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
      return sum + x * nextY - nextX * y;
    }, 0) / 2,
  );

const contains = (ring: readonly Position[], x: number, y: number): boolean => {
  let inside = false;
  ring.forEach(([x1 = 0, y1 = 0], i) => {
    const [x2 = 0, y2 = 0] = ring[(i + 1) % ring.length] ?? [];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
};

const squaredDistance = (ring: readonly Position[], x: number, y: number): number =>
  ring.reduce((least, [px = 0, py = 0]) => Math.min(least, (px - x) ** 2 + (py - y) ** 2), Number.POSITIVE_INFINITY);

/**
 * A good place for a label: the point of a grid over the largest polygon that is farthest from its outline.
 * Undefined for a shape too thin for the grid.
 */
export const innerPoint = (polygons: readonly Feature<Polygon>[]): { at: Position; area: number } | undefined => {
  const [largest] = polygons
    .map(({ geometry }) => geometry.coordinates[0] ?? [])
    .map((ring) => ({ ring, area: ringArea(ring) }))
    .sort((a, b) => b.area - a.area);
  if (!largest) return undefined;

  const xs = largest.ring.map(([x = 0]) => x);
  const ys = largest.ring.map(([, y = 0]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let best: { at: Position; room: number } | undefined;
  for (let row = 0; row < GRID; row += 1) {
    for (let column = 0; column < GRID; column += 1) {
      const x = west + ((column + 0.5) / GRID) * (east - west);
      const y = south + ((row + 0.5) / GRID) * (north - south);
      if (!contains(largest.ring, x, y)) continue;
      const room = squaredDistance(largest.ring, x, y);
      if (!best || room > best.room) best = { at: [x, y], room };
    }
  }
  return best && { at: best.at, area: largest.area };
};
