import type { JsonObject, Value } from '../json.ts';
import { PAGE_BYTES } from '../limits.ts';
import type { Env } from './compile-expression.ts';
import { type CompiledQuery, ROOT_SLOT } from './compile-query.ts';
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
 * Where the next page begins: behind the `j`th result of the item at partition `e`, row `r`. An ordered query adds
 * the values it ordered by, each wrapped in an array so that a missing one is an empty array. `n` counts what was
 * handed out, for TOP.
 */
export interface PageToken {
  readonly e: string;
  readonly r: number;
  readonly j: number;
  readonly n: number;
  readonly o?: ReadonlyArray<readonly Value[]>;
}

export interface Page {
  /** JSON texts of the results. */
  readonly rows: readonly string[];
  readonly token: PageToken | undefined;
  /** How many rows FROM and WHERE let through. */
  readonly retrieved: number;
}

/** Takes results until the page has its number of rows, or 4 MB. */
class PageWriter {
  readonly rows: string[] = [];
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** False when the row no longer fits. */
  add(row: string): boolean {
    const overfull = this.rows.length > 0 && this.#bytes + row.length > PAGE_BYTES;
    if (this.rows.length >= this.#most || overfull) return false;
    this.rows.push(row);
    this.#bytes += row.length;
    return true;
  }
}

const remaining = ({ top }: CompiledQuery, env: Env, token: PageToken | undefined) =>
  top ? Math.max(0, countOf(top, env) - (token?.n ?? 0)) : Number.POSITIVE_INFINITY;

/** A page in scan order. */
const plainPage = (query: CompiledQuery, env: Env, scan: Scan, most: number, token: PageToken | undefined): Page => {
  const left = remaining(query, env, token);
  const writer = new PageWriter(Math.min(most, left));
  let last: Pick<PageToken, 'e' | 'r' | 'j'> | undefined;
  let full = left === 0;
  let retrieved = 0;
  for (const { epk, row, item } of full ? [] : scan(token && { epk: token.e, row: token.r })) {
    env.slots[ROOT_SLOT] = item;
    let index = -1;
    const handedOut = token && token.r === row ? token.j : -1;
    query.each(env, () => {
      index += 1;
      retrieved += 1;
      const value = index > handedOut ? query.select(env) : undefined;
      if (value === undefined) return true;
      full = !writer.add(JSON.stringify(value));
      if (!full) last = { e: epk, r: row, j: index };
      return !full;
    });
    if (full) break;
  }
  const more = full && last !== undefined && writer.rows.length < left;
  return {
    rows: writer.rows,
    token: more && last ? { ...last, n: (token?.n ?? 0) + writer.rows.length } : undefined,
    retrieved,
  };
};

interface OrderedRow {
  readonly keys: readonly Value[];
  readonly epk: string;
  readonly row: number;
  readonly index: number;
  readonly value: Value;
}

/** Keeps the first `most` of many rows without sorting all of them. */
class Leaders {
  #rows: OrderedRow[] = [];
  #last: OrderedRow | undefined;
  dropped = false;
  readonly #most: number;
  readonly #compare: (a: OrderedRow, b: OrderedRow) => number;

  constructor(most: number, compare: (a: OrderedRow, b: OrderedRow) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  add(row: OrderedRow) {
    if (this.#last && this.#compare(row, this.#last) > 0) {
      this.dropped = true;
      return;
    }
    this.#rows.push(row);
    if (this.#rows.length >= 2 * this.#most + 1) this.#cut();
  }

  sorted(): readonly OrderedRow[] {
    this.#cut();
    return this.#rows;
  }

  #cut() {
    this.#rows.sort(this.#compare);
    if (this.#rows.length <= this.#most) return;
    this.#rows.length = this.#most;
    this.#last = this.#rows.at(-1);
    this.dropped = true;
  }
}

/** A page in the order of ORDER BY, ties in the order of creation. Stays in place while others write. */
const orderedPage = (query: CompiledQuery, env: Env, scan: Scan, most: number, token: PageToken | undefined): Page => {
  const { orderBy } = query;
  const left = remaining(query, env, token);
  if (left === 0) return { rows: [], token: undefined, retrieved: 0 };
  const compare = (a: OrderedRow, b: OrderedRow) =>
    compareKeys(a.keys, b.keys, orderBy) || a.row - b.row || a.index - b.index;
  const seen = token?.o && {
    keys: token.o.map(([value]) => value),
    epk: token.e,
    row: token.r,
    index: token.j,
    value: null,
  };
  const leaders = new Leaders(Math.min(most, left), compare);
  let retrieved = 0;
  for (const { epk, row, item } of scan()) {
    env.slots[ROOT_SLOT] = item;
    let index = -1;
    query.each(env, () => {
      index += 1;
      retrieved += 1;
      const value = query.select(env);
      if (value === undefined) return true;
      const candidate = { keys: orderBy.map(({ key }) => key(env)), epk, row, index, value };
      if (!seen || compare(candidate, seen) > 0) leaders.add(candidate);
      return true;
    });
  }
  const rows = leaders.sorted();
  const writer = new PageWriter(most);
  const fitting = rows.findIndex(({ value }) => !writer.add(JSON.stringify(value)));
  const last = rows[writer.rows.length - 1];
  const more = (leaders.dropped || fitting !== -1) && writer.rows.length < left;
  return {
    rows: writer.rows,
    token: more && last ? tokenAfter(last, token, writer.rows.length) : undefined,
    retrieved,
  };
};

const tokenAfter = (last: OrderedRow, token: PageToken | undefined, rows: number): PageToken => ({
  e: last.epk,
  r: last.row,
  j: last.index,
  n: (token?.n ?? 0) + rows,
  o: last.keys.map((key) => (key === undefined ? [] : [key])),
});

/** One page of a query that needs no other rows than those it returns, and the token of the next page. */
export const readPage = (
  query: CompiledQuery,
  env: Env,
  scan: Scan,
  most: number,
  token: PageToken | undefined,
): Page =>
  query.orderBy.length > 0 ? orderedPage(query, env, scan, most, token) : plainPage(query, env, scan, most, token);
