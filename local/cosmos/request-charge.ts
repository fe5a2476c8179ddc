import type { IndexingPolicy } from './container-definition.ts';
import type { JsonObject } from './json.ts';

/*
 * A simple model of request units, fitted to the numbers the service documents: a point read of 1 KB costs 1 and of
 * 100 KB about 10; a create of 1 KB costs between 5 and 7 depending on what is indexed; a replace about half as much again.
 */
const WRITE = { base: 4.7, perKilobyte: 0.45, perIndexedValue: 0.06 };
const REWRITE_FACTOR = 1.6;
const READ_PER_KILOBYTE = 0.09;
const PAGE = { perItem: 0.03, perKilobyte: 0.05 };

export const round = (charge: number) => Math.round(charge * 100) / 100;

const kilobytes = (bytes: number) => Math.max(1, bytes / 1024);

const leaves = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, entry) => sum + leaves(entry), 0);
};

/** Counts the values of an item the index holds. Only exclusions of top-level properties are looked at. */
export const indexedValues = (item: JsonObject, { excludedPaths }: IndexingPolicy): number => {
  let sum = 0;
  for (const name in item) if (!excludedPaths.some(({ path }) => path === `/${name}/*`)) sum += leaves(item[name]);
  return sum;
};

export const readCharge = (bytes: number) => round(1 + (kilobytes(bytes) - 1) * READ_PER_KILOBYTE);

export const createCharge = (bytes: number, indexed: number) =>
  round(WRITE.base + kilobytes(bytes) * WRITE.perKilobyte + indexed * WRITE.perIndexedValue);

export const replaceCharge = (bytes: number, indexed: number) => round(createCharge(bytes, indexed) * REWRITE_FACTOR);

/** A page of a query (`base` 2.3) or of the change feed (1): `items` is how many the index had to bring up. */
export const pageCharge = (base: number, items: number, bytes: number) =>
  round(base + items * PAGE.perItem + (bytes / 1024) * PAGE.perKilobyte);
