import { METRES_PER_DEGREE } from '../../shared/kernel/earth.ts';
import type { FixedFence } from './fence.ts';
import type { Bounds } from './shape/geometry.ts';

/** The width and height of a cell are 1/128 degree, 870 metres: about as far as a vehicle gets between two positions. */
const PER_DEGREE = 128;
/** A tile is 16 by 16 cells: 14 kilometres. */
const CELLS_BITS = 4;
const CELLS = 1 << CELLS_BITS;
const TILES_PER_DEGREE = PER_DEGREE / CELLS;
const TILES_AROUND = 360 * TILES_PER_DEGREE + 1;
/** So few fences are looked at one by one; only where there are more, a tile is divided into cells. */
const FEW = 12;
/** Some megabytes, and a country. Who drives in more of them looks up again what there is. */
const MAX_TILES = 4_096;
/** From the middle of a cell to its corner at the equator, where it is farthest, and a tenth more because distances are estimates. */
const REACH_METRES = (1.1 * METRES_PER_DEGREE * Math.SQRT1_2) / PER_DEGREE;
/** A way that takes more cells is looked at by its end only; on roads it is a few. */
const MAX_ALONG = 64;

/** What ends at the edge of a tile is known to the next one, too. */
const TOUCHING = 1e-9;

const NONE: readonly FixedFence[] = [];

type Near = (south: number, west: number, north: number, east: number) => readonly FixedFence[];

interface Tile {
  /** All that is in it, when that is little. */
  readonly fences: readonly FixedFence[];
  /** Otherwise row after row; what nobody has asked for yet is missing. */
  readonly cells: (readonly FixedFence[] | undefined)[] | undefined;
}

/** The smallest first; the same order whatever the order they came in. */
export const bySize = (a: FixedFence, b: FixedFence): number =>
  a.geometry.areaSquareMetres - b.geometry.areaSquareMetres || (a.id < b.id ? -1 : 1);

/** Almost always one of the two as it is. */
const union = (some: readonly FixedFence[], more: readonly FixedFence[]): readonly FixedFence[] => {
  if (more.length === 0 || more === some) return some;
  if (some.length === 0) return more;
  return more.every((fence) => some.includes(fence)) ? some : [...new Set([...some, ...more])].sort(bySize);
};

const listed = (fences: readonly FixedFence[]) => (fences.length > 0 ? fences : NONE);

/**
 * What lies in each tile of a grid, found when somebody is there for the first time; where that is much, in each cell of the tile. Vehicles drive where
 * vehicles drive, and in most places there is no fence: so most positions are answered by one look into a map, for all vehicles alike.
 */
export const fenceCells = (near: Near) => {
  const tiles = new Map<number, Tile>();

  const within = (south: number, west: number, degrees: number): FixedFence[] => {
    const east = west + degrees;
    return [...near(south, west, south + degrees, east > 180 ? east - 360 : east)].sort(bySize);
  };

  const makeTile = (row: number, column: number): Tile => {
    const found = within(row / TILES_PER_DEGREE - 90, column / TILES_PER_DEGREE - 180, 1 / TILES_PER_DEGREE);
    // Of many nobody wants to see all: then only the cells count.
    if (found.length > FEW) return { fences: NONE, cells: new Array(CELLS * CELLS) };
    return { fences: listed(found), cells: undefined };
  };

  const tileAt = (row: number, column: number): Tile => {
    const key = row * TILES_AROUND + column;
    const known = tiles.get(key);
    if (known !== undefined) return known;
    if (tiles.size >= MAX_TILES) tiles.clear();
    const tile = makeTile(row, column);
    tiles.set(key, tile);
    return tile;
  };

  /** Boxes are enough for what is small; of a long corridor, which has a large one, only the distance says where it goes. */
  const makeCell = (row: number, column: number): readonly FixedFence[] => {
    const [south, west] = [row / PER_DEGREE - 90, column / PER_DEGREE - 180];
    const [lat, lon] = [south + 0.5 / PER_DEGREE, west + 0.5 / PER_DEGREE];
    const reaches = ({ bounds, geometry }: FixedFence) =>
      bounds.north - bounds.south < 2 / PER_DEGREE || geometry.metresFrom(lat, lon) <= REACH_METRES;
    return listed(within(south, west, 1 / PER_DEGREE).filter(reaches));
  };

  const cellAt = (row: number, column: number): readonly FixedFence[] => {
    const { fences, cells } = tileAt(row >> CELLS_BITS, column >> CELLS_BITS);
    if (!cells) return fences;
    const place = (row & (CELLS - 1)) * CELLS + (column & (CELLS - 1));
    const known = cells[place];
    if (known !== undefined) return known;
    const found = makeCell(row, column);
    cells[place] = found;
    return found;
  };

  const at = (lat: number, lon: number): readonly FixedFence[] =>
    cellAt(Math.floor((lat + 90) * PER_DEGREE), Math.floor((lon + 180) * PER_DEGREE));

  const between = (row: number, column: number, lastRow: number, lastColumn: number): readonly FixedFence[] => {
    let found = NONE;
    for (let north = row; north <= lastRow; north++)
      for (let east = column; east <= lastColumn; east++) found = union(found, cellAt(north, east));
    return found;
  };

  const along = (fromLat: number, fromLon: number, toLat: number, toLon: number): readonly FixedFence[] => {
    const south = Math.floor((Math.min(fromLat, toLat) + 90) * PER_DEGREE);
    const north = Math.floor((Math.max(fromLat, toLat) + 90) * PER_DEGREE);
    const west = Math.floor((Math.min(fromLon, toLon) + 180) * PER_DEGREE);
    const east = Math.floor((Math.max(fromLon, toLon) + 180) * PER_DEGREE);
    if (south === north && west === east) return cellAt(south, west);
    if (south >> CELLS_BITS === north >> CELLS_BITS && west >> CELLS_BITS === east >> CELLS_BITS) {
      const { fences, cells } = tileAt(south >> CELLS_BITS, west >> CELLS_BITS);
      if (!cells) return fences;
    }
    return (north - south + 1) * (east - west + 1) > MAX_ALONG ? at(toLat, toLon) : between(south, west, north, east);
  };

  /** Something has changed there. */
  const forget = ({ south, west, north, east }: Bounds): void => {
    const row = (lat: number) => Math.floor((lat + 90) * TILES_PER_DEGREE);
    const column = (lon: number) => Math.floor((lon + 180) * TILES_PER_DEGREE);
    const [firstRow, lastRow] = [row(south - TOUCHING), row(north + TOUCHING)];
    const [firstColumn, lastColumn] = [column(west - TOUCHING), column(east + TOUCHING)];
    const isWide = (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1) > tiles.size;
    if (isWide || west <= -180 || east >= 180) tiles.clear();
    else
      for (let row = firstRow; row <= lastRow; row++)
        for (let column = firstColumn; column <= lastColumn; column++) tiles.delete(row * TILES_AROUND + column);
  };

  return { at, along, forget };
};
