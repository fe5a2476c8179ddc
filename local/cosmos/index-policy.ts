import type { IndexingPolicy } from './container-definition.ts';
import { badRequest, sqlError } from './errors.ts';
import { pathSegments } from './json.ts';
import type { Query } from './query/query.ts';

const NO_PATH = 'Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.';
const NO_COMPOSITE = 'The order by query does not have a corresponding composite index that it can be served from.';
const NO_RANGE =
  'The index path corresponding to the specified order-by item is excluded. Order-by item requires a range index to be defined on the corresponding index path:';

const ALWAYS_INDEXED = new Set(['id', '_ts', '_rid']);

/** How exactly a policy path names `path`: the number of segments it shares, or -1 when it does not apply. */
const precision = (pattern: string, path: readonly string[]): number => {
  const segments = pathSegments(pattern);
  const leaf = segments.pop();
  const covers = segments.length <= path.length && segments.every((segment, index) => segment === path[index]);
  if (!covers) return -1;
  // `/?` means the value at exactly this path and is more precise than `/*`, which means all below it.
  if (leaf === '?') return segments.length === path.length ? segments.length + 0.5 : -1;
  return segments.length;
};

const mostPrecise = (patterns: IndexingPolicy['includedPaths'], path: readonly string[]) =>
  Math.max(-1, ...patterns.map((pattern) => precision(pattern.path, path)));

/** Is the value at a path in the range index? The most precise of the included and excluded paths decides. */
const isIndexed = (policy: IndexingPolicy, path: readonly string[]): boolean => {
  if (policy.indexingMode === 'none') return false;
  if (path.length === 1 && ALWAYS_INDEXED.has(path[0] ?? '')) return true;
  return mostPrecise(policy.includedPaths, path) > mostPrecise(policy.excludedPaths, path);
};

interface Column {
  readonly path: string;
  readonly descending: boolean;
}

/** A composite index serves its own order and the exact reverse of it. */
const hasComposite = ({ compositeIndexes = [] }: IndexingPolicy, wanted: readonly Column[]) =>
  compositeIndexes.some((index) =>
    [false, true].some((reversed) => {
      const serves = ({ path, order }: { path: string; order: string }, at: number) =>
        pathSegments(path).join('/') === wanted[at]?.path &&
        ((order === 'descending') !== reversed) === wanted[at]?.descending;
      return index.length === wanted.length && index.every(serves);
    }),
  );

/**
 * An order the index does not hold cannot be had, whatever the number of items.
 * @throws 400 for what is no path, an excluded path, or several paths without their composite index.
 */
export const checkOrder = ({ orderBy }: Query, policy: IndexingPolicy) => {
  const columns = orderBy.map(({ path = [], descending }) => {
    if (path.length === 0) throw sqlError('SC2206', NO_PATH);
    if (!isIndexed(policy, path)) throw badRequest(`${NO_RANGE} /${path.join('/')}`);
    return { path: path.join('/'), descending };
  });
  if (columns.length > 1 && !hasComposite(policy, columns)) throw badRequest(NO_COMPOSITE);
};
