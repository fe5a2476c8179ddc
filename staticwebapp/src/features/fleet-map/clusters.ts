import type { MercatorPoint } from './mercator.ts';

export interface Grouping {
  /** Each group as indexes into the points. */
  readonly groups: readonly (readonly number[])[];
  readonly singles: readonly number[];
}

/** Two markers may touch; three are a group. */
const SMALLEST_GROUP = 3;

const cellKey = (column: number, row: number): number => column * 0x4000000 + row;

/**
 * Groups points that lie within `radius` of the first of their group. One pass over a grid, so linear in the points,
 * and in the order given, so that a group keeps its members while they keep their places.
 * @param points in pixels of the whole world at the current zoom
 */
export const groupPoints = (points: readonly MercatorPoint[], radius: number): Grouping => {
  const grid = new Map<number, number[]>();
  points.forEach(({ x, y }, index) => {
    const key = cellKey(Math.floor(x / radius), Math.floor(y / radius));
    const cell = grid.get(key);
    if (cell) cell.push(index);
    else grid.set(key, [index]);
  });

  const taken = new Uint8Array(points.length);
  const near = (center: MercatorPoint): number[] => {
    const found: number[] = [];
    const [column, row] = [Math.floor(center.x / radius), Math.floor(center.y / radius)];
    for (let dc = -1; dc <= 1; dc += 1) {
      for (let dr = -1; dr <= 1; dr += 1) {
        for (const index of grid.get(cellKey(column + dc, row + dr)) ?? []) {
          const point = points[index];
          if (point && !taken[index] && Math.hypot(point.x - center.x, point.y - center.y) <= radius) found.push(index);
        }
      }
    }
    return found;
  };

  const groups: number[][] = [];
  const singles: number[] = [];
  points.forEach((point, index) => {
    if (taken[index]) return;
    const members = near(point);
    if (members.length < SMALLEST_GROUP) {
      singles.push(index);
      taken[index] = 1;
      return;
    }
    for (const member of members) taken[member] = 1;
    groups.push(members);
  });
  return { groups, singles };
};
