import type { IndexingPolicy } from './container-definition.ts';
import { badRequest } from './errors.ts';
import { pathSegments } from './json.ts';
import type { Query } from './query/ast.ts';
import { documentPath } from './query/checks.ts';

const NO_COMPOSITE = 'The order by query does not have a corresponding composite index that it can be served from.';
const NO_RANGE =
  'The index path corresponding to the specified order-by item is excluded. Order-by item requires a range index to be defined on the corresponding index path:';

const ALWAYS_INDEXED = new Set(['/id', '/_ts', '/_rid']);

/** How exactly a policy path names `path`: the number of segments it shares, or -1 when it does not apply. */
const precision = (pattern: string, path: readonly string[]): number => {
  const segments = pathSegments(pattern);
  const leaf = segments.pop();
  const covers = segments.every((segment, index) => segment === path[index]);
  if (!covers || segments.length > path.length) return -1;
  // `/?` means the value at exactly this path and is more precise than `/*`, which means all below it.
  if (leaf === '?') return segments.length === path.length ? segments.length + 0.5 : -1;
  return segments.length;
};

const mostPrecise = (patterns: ReadonlyArray<{ readonly path: string }>, path: readonly string[]) =>
  Math.max(-1, ...patterns.map((pattern) => precision(pattern.path, path)));

/** Is the value at a path in the range index? The most precise of the included and excluded paths decides. */
export const isIndexed = (policy: IndexingPolicy, path: readonly string[]): boolean => {
  if (policy.indexingMode === 'none') return false;
  if (ALWAYS_INDEXED.has(`/${path.join('/')}`)) return true;
  return mostPrecise(policy.includedPaths, path) > mostPrecise(policy.excludedPaths, path);
};

const hasComposite = ({ compositeIndexes = [] }: IndexingPolicy, wanted: ReadonlyArray<[string, boolean]>) =>
  compositeIndexes.some((index) => {
    if (index.length !== wanted.length) return false;
    const columns = index.map(({ path, order }): [string, boolean] => [
      `/${pathSegments(path).join('/')}`,
      order?.toLowerCase() === 'descending',
    ]);
    const matches = (reversed: boolean) =>
      columns.every(
        ([path, descending], at) => path === wanted[at]?.[0] && (descending !== reversed) === wanted[at]?.[1],
      );
    return matches(false) || matches(true);
  });

/**
 * An order the index does not hold cannot be had, whatever the number of items.
 * @throws 400 for an excluded path, or several paths without their composite index.
 */
export const checkOrderIsIndexed = ({ orderBy, sources }: Query, policy: IndexingPolicy) => {
  if (sources[0]?.elements) return;
  const paths = orderBy.map(({ expression, descending }) => ({ path: documentPath(expression), descending }));
  for (const { path } of paths)
    if (path && !isIndexed(policy, path)) throw badRequest(`${NO_RANGE} /${path.join('/')}`);
  const wanted = paths.map(({ path = [], descending }): [string, boolean] => [`/${path.join('/')}`, descending]);
  if (wanted.length > 1 && !hasComposite(policy, wanted)) throw badRequest(NO_COMPOSITE);
};
