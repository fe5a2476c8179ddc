import type { JsonObject, Value } from '../json.ts';
import { PAGE_BYTES } from '../limits.ts';
import { type Asked, compareKeys, countOf, isAggregate, isSelected, type Query, selectFrom } from './query.ts';

/** Where an item lies. */
interface Place {
  readonly epk: string;
  readonly row: number;
}

/** Yields items partition by partition, and inside in the order of creation, beginning with the one at `from`. */
export type Scan = (from?: Place) => Iterable<Place & { readonly item: JsonObject }>;

/**
 * The last result of a page. `keys` are the values it was ordered by, each wrapped in an array so that a missing one is an empty
 * array; `given` counts what was handed out, for TOP and LIMIT.
 */
export interface PageToken extends Place {
  readonly given: number;
  readonly keys: ReadonlyArray<readonly Value[]>;
}

interface Candidate extends Place {
  readonly keys: readonly Value[];
  readonly value: Value;
}

/** How many of the first rows fit into a page of 4 MB; at least one. */
export const fitting = (rows: readonly string[]): number => {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += row.length;
    return bytes > PAGE_BYTES;
  });
  return end === -1 ? rows.length : Math.max(1, end);
};

/** Without ORDER BY everything is a tie, and ties are in scan order. */
const comparison =
  ({ orderBy }: Query) =>
  (a: Candidate, b: Candidate) => {
    const order = compareKeys(a.keys, b.keys, orderBy);
    if (order !== 0 || a.epk === b.epk) return order || a.row - b.row;
    return a.epk < b.epk ? -1 : 1;
  };

/** The first `size` candidates behind `seen`, and whether there are more; many are never sorted all at once. */
const leaders = ({ query, parameters }: Asked, scan: Scan, size: number, seen: Candidate | undefined) => {
  const inScanOrder = query.orderBy.length === 0;
  const compare = comparison(query);
  const rows: Candidate[] = [];
  let retrieved = 0;
  let last: Candidate | undefined;
  const cut = () => {
    rows.sort(compare);
    if (rows.length <= size) return;
    rows.length = size;
    last = rows.at(-1);
  };
  for (const { epk, row, item } of scan(inScanOrder ? seen : undefined)) {
    const env = { parameters, item };
    if (!isSelected(query, env)) continue;
    retrieved += 1;
    const keys = query.orderBy.map(({ evaluate }) => evaluate(env));
    const candidate = { keys, epk, row, value: selectFrom(query, env) };
    const isBehind = !seen || compare(candidate, seen) > 0;
    const isTooLate = last && compare(candidate, last) > 0;
    if (candidate.value !== undefined && isBehind && !isTooLate) rows.push(candidate);
    if (rows.length > 2 * size) cut();
    if (inScanOrder && rows.length > size) break;
  }
  cut();
  return { rows, retrieved, more: last !== undefined };
};

const aggregate = ({ query, parameters }: Asked, scan: Scan) => {
  const group: JsonObject[] = [];
  for (const { item } of scan()) if (isSelected(query, { parameters, item })) group.push(item);
  const value = selectFrom(query, { parameters, item: {}, group });
  return { rows: value === undefined ? [] : [JSON.stringify(value)], retrieved: group.length, token: undefined };
};

/** One page of a query: `most` JSON texts or fewer, from the `retrieved` items WHERE let through. It stays in place while others write. */
export const readPage = (asked: Asked, scan: Scan, most: number, token?: PageToken) => {
  const { query, parameters } = asked;
  if (isAggregate(query)) return aggregate(asked, scan);
  const given = token?.given ?? 0;
  const left = query.limit ? countOf(query.limit, parameters) - given : Number.POSITIVE_INFINITY;
  const skipped = query.offset && !token ? countOf(query.offset, parameters) : 0;
  if (left <= 0) return { rows: [], retrieved: 0, token: undefined };
  const seen = token && { ...token, keys: token.keys.map(([value]) => value), value: null };
  const { rows, retrieved, more } = leaders(asked, scan, skipped + Math.min(most, left), seen);
  const page = rows.slice(skipped);
  const texts = page.map(({ value }) => JSON.stringify(value));
  const count = fitting(texts);
  const last = page[count - 1];
  const next = ({ epk, row, keys }: Candidate): PageToken => {
    const wrapped = keys.map((key) => (key === undefined ? [] : [key]));
    return { epk, row, given: given + count, keys: wrapped };
  };
  const goesOn = last && count < left && (more || count < page.length);
  return { rows: texts.slice(0, count), retrieved, token: goesOn ? next(last) : undefined };
};
