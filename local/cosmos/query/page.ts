import type { JsonObject, Value } from '../json.ts';
import { PAGE_BYTES } from '../limits.ts';
import { type CompiledQuery, type Env, ROOT_SLOT } from './compile.ts';
import { compareKeys, countOf } from './rows.ts';

/** An item with its place in the order of a scan: partition by partition, and inside in the order of creation. */
export interface ScannedItem {
  readonly epk: string;
  readonly row: number;
  readonly item: JsonObject;
}

/** Yields items in scan order, beginning with the one at `from`. */
export type Scan = (from?: { epk: string; row: number }) => Iterable<ScannedItem>;

/**
 * Where the next page begins: behind the `index`th result of the item at partition `epk`, row `row`. An ordered query adds the values
 * it ordered by, each wrapped in an array so that a missing one is an empty array. `given` counts what was handed out, for TOP.
 */
export interface PageToken {
  readonly epk: string;
  readonly row: number;
  readonly index: number;
  readonly given: number;
  readonly keys: ReadonlyArray<readonly Value[]>;
}

export interface Page {
  /** JSON texts of the results. */
  readonly rows: readonly string[];
  readonly token: PageToken | undefined;
  /** How many rows FROM and WHERE let through. */
  readonly retrieved: number;
}

interface Candidate {
  readonly keys: readonly Value[];
  readonly epk: string;
  readonly row: number;
  readonly index: number;
  readonly value: Value;
}

const NO_KEYS: readonly Value[] = [];

/** How many of the first rows fit into a page of 4 MB; at least one. */
export const fitting = (rows: readonly string[]): number => {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += row.length;
    return bytes > PAGE_BYTES;
  });
  return end === -1 ? rows.length : Math.max(1, end);
};

/** Keeps the first `most` rows of an order among many, without sorting all of them, and knows whether there were more. */
const leaders = (most: number, compare: (a: Candidate, b: Candidate) => number) => {
  const rows: Candidate[] = [];
  let last: Candidate | undefined;
  const cut = () => {
    rows.sort(compare);
    if (rows.length > most) {
      rows.length = most;
      last = rows.at(-1);
    }
    return { rows, more: last !== undefined };
  };
  return {
    add(row: Candidate) {
      if (last && compare(row, last) > 0) return;
      rows.push(row);
      if (rows.length > 2 * most) cut();
    },
    cut,
  };
};

/**
 * One page of a query that needs no other rows than those it returns, and the token of the next page. It stays in place while
 * others write: ties are in scan order, and without ORDER BY everything is a tie.
 */
export const readPage = (query: CompiledQuery, env: Env, scan: Scan, most: number, token?: PageToken): Page => {
  const { orderBy, top, each, select } = query;
  const given = token?.given ?? 0;
  const left = top ? Math.max(0, countOf(top, env) - given) : Number.POSITIVE_INFINITY;
  const size = Math.min(most, left);
  const inScanOrder = orderBy.length === 0;
  const compare = (a: Candidate, b: Candidate) =>
    compareKeys(a.keys, b.keys, orderBy) ||
    (a.epk === b.epk ? a.row - b.row || a.index - b.index : a.epk < b.epk ? -1 : 1);
  const seen = token && { ...token, keys: token.keys.map(([value]) => value), value: null };
  const first = leaders(size, compare);
  let retrieved = 0;
  let found = 0;
  for (const { epk, row, item } of size === 0 ? [] : scan(inScanOrder ? token : undefined)) {
    env.slots[ROOT_SLOT] = item;
    let index = -1;
    const goOn = each(env, () => {
      index += 1;
      retrieved += 1;
      const keys = inScanOrder ? NO_KEYS : orderBy.map(({ key }) => key(env));
      const candidate = { keys, epk, row, index, value: select(env) };
      if (candidate.value === undefined || (seen && compare(candidate, seen) <= 0)) return true;
      first.add(candidate);
      found += 1;
      return !inScanOrder || found <= size;
    });
    if (!goOn) break;
  }
  const { rows, more } = first.cut();
  const texts = rows.map(({ value }) => JSON.stringify(value));
  const count = fitting(texts);
  const last = rows[count - 1];
  const goesOn = last && (more || count < rows.length) && count < left;
  return {
    rows: texts.slice(0, count),
    token: goesOn
      ? {
          epk: last.epk,
          row: last.row,
          index: last.index,
          given: given + count,
          keys: last.keys.map((key) => (key === undefined ? [] : [key])),
        }
      : undefined,
    retrieved,
  };
};
