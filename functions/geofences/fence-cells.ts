import { METRES_PER_DEGREE } from '../../shared/kernel/earth.ts';
import type { FixedFence } from './fence.ts';

/** The width and height of a cell are 1/128 degree, 870 metres: about as far as a vehicle gets between two positions. */
const PER_DEGREE = 128;
const COLUMNS = 360 * PER_DEGREE + 1;
/** From the middle to a corner at the equator, where it is farthest, and a tenth more because distances are estimates. */
const REACH_METRES = (1.1 * METRES_PER_DEGREE * Math.SQRT1_2) / PER_DEGREE;
/** Some megabytes. Who drives in more of them looks up again what there is. */
const MAX_CELLS = 1 << 16;
/** A way that takes more is looked at by its end only; on roads it is a few. */
const MAX_ALONG = 64;

const NONE: readonly FixedFence[] = [];

type Near = (south: number, west: number, north: number, east: number) => readonly FixedFence[];

/** The smallest first; the same order whatever the order they came in. */
export const bySize = (a: FixedFence, b: FixedFence): number =>
  a.geometry.areaSquareMetres - b.geometry.areaSquareMetres || (a.id < b.id ? -1 : 1);

/** Almost always one of the two as it is. */
const union = (some: readonly FixedFence[], more: readonly FixedFence[]): readonly FixedFence[] => {
  if (more.length === 0 || more === some) return some;
  if (some.length === 0) return more;
  return more.every((fence) => some.includes(fence)) ? some : [...new Set([...some, ...more])].sort(bySize);
};

/**
 * What lies in each cell of a grid, found when somebody is there for the first time. Vehicles drive where vehicles drive, and in most cells
 * there is no fence: so most positions are answered by one look into a map, for all vehicles alike.
 */
export const fenceCells = (near: Near) => {
  const cells = new Map<number, readonly FixedFence[]>();

  const fill = (row: number, column: number): readonly FixedFence[] => {
    const [south, west] = [row / PER_DEGREE - 90, column / PER_DEGREE - 180];
    const [north, east] = [south + 1 / PER_DEGREE, west + 1 / PER_DEGREE];
    const found = near(south, west, north, east > 180 ? east - 360 : east).filter(
      ({ geometry }) => geometry.metresFrom((south + north) / 2, (west + east) / 2) <= REACH_METRES,
    );
    return found.length > 0 ? found.sort(bySize) : NONE;
  };

  const cell = (row: number, column: number): readonly FixedFence[] => {
    const key = row * COLUMNS + column;
    const known = cells.get(key);
    if (known !== undefined) return known;
    if (cells.size >= MAX_CELLS) cells.clear();
    const found = fill(row, column);
    cells.set(key, found);
    return found;
  };

  const at = (lat: number, lon: number): readonly FixedFence[] =>
    cell(Math.floor((lat + 90) * PER_DEGREE), Math.floor((lon + 180) * PER_DEGREE));

  const along = (fromLat: number, fromLon: number, toLat: number, toLon: number): readonly FixedFence[] => {
    const fromRow = Math.floor((fromLat + 90) * PER_DEGREE);
    const fromColumn = Math.floor((fromLon + 180) * PER_DEGREE);
    const toRow = Math.floor((toLat + 90) * PER_DEGREE);
    const toColumn = Math.floor((toLon + 180) * PER_DEGREE);
    const last = cell(toRow, toColumn);
    if (fromRow === toRow && fromColumn === toColumn) return last;
    const rows = Math.abs(toRow - fromRow) + 1;
    const columns = Math.abs(toColumn - fromColumn) + 1;
    if (rows * columns > MAX_ALONG) return last;
    let found = last;
    for (let row = Math.min(fromRow, toRow), rowEnd = row + rows; row < rowEnd; row++)
      for (let column = Math.min(fromColumn, toColumn), end = column + columns; column < end; column++)
        found = union(found, cell(row, column));
    return found;
  };

  return { at, along, forget: () => cells.clear() };
};
