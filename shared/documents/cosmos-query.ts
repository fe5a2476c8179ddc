import type { Container, FeedOptions, QueryIterator, SqlQuerySpec } from '@azure/cosmos';

/** What the SDK is told when it asks for the plan after all: as it keeps a failed answer itself, to throw it when the plan is needed. */
const NO_PLAN = Promise.resolve(new Error('A query of one partition is answered without a plan.'));

/**
 * A query of one logical partition. With every query the SDK (4.10) asks for a plan beside it, and needs it only to merge the answers of several
 * partitions: half of all requests, for nothing. It asks for none where it has one already.
 */
export const queryOf = <Item>(
  container: Container,
  query: string | SqlQuerySpec,
  options: FeedOptions & Required<Pick<FeedOptions, 'partitionKey'>>,
): QueryIterator<Item> => {
  const iterator = container.items.query<Item>(query, options);
  Object.assign(iterator, { queryPlanPromise: NO_PLAN });
  return iterator;
};

/** Every item of a query, in as many requests as it has pages. The SDK's own `fetchAll` begins by forgetting that there is no plan. */
export const allOf = async <Item>(query: QueryIterator<Item>): Promise<Item[]> => {
  const items: Item[] = [];
  while (query.hasMoreResults()) items.push(...((await query.fetchNext()).resources ?? []));
  return items;
};
