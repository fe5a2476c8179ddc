import type { IndexingPolicy } from './container-definition.ts';
import { badRequest, sqlError } from './errors.ts';
import { pathSegments } from './json.ts';
import type { Query } from './query/query.ts';

const NO_PATH = 'Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.';
const NO_COMPOSITE = 'The order by query does not have a corresponding composite index that it can be served from.';
const NO_RANGE =
  'The index path corresponding to the specified order-by item is excluded. Order-by item requires a range index to be defined on the corresponding index path:';

/** Is a path among those of `/a/b/*` (all below) or `/a/b/?` (exactly this one)? */
const covers = (pattern: string, path: readonly string[]): boolean => {
  const segments = pathSegments(pattern);
  const leaf = segments.pop();
  return (leaf === '*' || segments.length === path.length) && segments.every((name, at) => name === path[at]);
};

const orderOf = (columns: ReadonlyArray<{ path: string; descending: boolean }>, reversed = false) =>
  columns.map(({ path, descending }) => `${path} ${descending !== reversed}`).join();

/** The orders the composite indexes serve: of each, its own and the exact reverse of it. */
const servedOrders = ({ compositeIndexes = [] }: IndexingPolicy) =>
  compositeIndexes.flatMap((index) => {
    const columns = index.map(({ path, order }) => ({
      path: pathSegments(path).join('/'),
      descending: order === 'descending',
    }));
    return [orderOf(columns), orderOf(columns, true)];
  });

/**
 * An order the index does not hold cannot be had, whatever the number of items.
 * @throws 400 for what is no path, an excluded path, or several paths without their composite index.
 */
export const checkOrder = ({ orderBy }: Query, policy: IndexingPolicy) => {
  const columns = orderBy.map(({ path = [], descending }) => {
    if (path.length === 0) throw sqlError('SC2206', NO_PATH);
    if (policy.excludedPaths.some((excluded) => covers(excluded.path, path)))
      throw badRequest(`${NO_RANGE} /${path.join('/')}`);
    return { path: path.join('/'), descending };
  });
  if (columns.length > 1 && !servedOrders(policy).includes(orderOf(columns))) throw badRequest(NO_COMPOSITE);
};
