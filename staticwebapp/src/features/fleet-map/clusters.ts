import type { MercatorPoint } from './mercator.ts';

export interface Grouping {
  /** Each group as indexes into the points. */
  readonly groups: readonly (readonly number[])[];
  readonly singles: readonly number[];
}

/** Two markers may touch; three are a group. */
const SMALLEST_GROUP = 3;

const cellKey = (column: number, row: number): number => column * 0x4000000 + row;

const centerOf = (points: readonly MercatorPoint[], members: readonly number[]): MercatorPoint => {
  let [x, y] = [0, 0];
  for (const index of members) {
    x += points[index]?.x ?? 0;
    y += points[index]?.y ?? 0;
  }
  return { x: x / members.length, y: y / members.length };
};

const apart = (a: MercatorPoint, b: MercatorPoint): number => Math.hypot(a.x - b.x, a.y - b.y);

/** A group is drawn at its middle, which may have come to lie on a neighbour: those join it. */
const tidied = (points: readonly MercatorPoint[], { groups, singles }: Grouping, radius: number): Grouping => {
  const merged: { members: number[]; center: MercatorPoint }[] = [];
  for (const members of groups) {
    const center = centerOf(points, members);
    const neighbour = merged.find((other) => apart(other.center, center) < radius);
    if (neighbour) neighbour.members.push(...members);
    else merged.push({ members: [...members], center });
  }
  const alone = singles.filter((index) => {
    const point = points[index];
    const cover = point && merged.find(({ center }) => apart(center, point) < radius * 0.6);
    cover?.members.push(index);
    return !cover;
  });
  return { groups: merged.map(({ members }) => members), singles: alone };
};

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
          if (point && !taken[index] && apart(point, center) <= radius) found.push(index);
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
  return tidied(points, { groups, singles }, radius);
};
