import type { Container } from './container.ts';
import { badRequest } from './errors.ts';
import { type EpkRange, type PartitionKey, rangeOf, WHOLE_RANGE } from './partition-key.ts';
import type { Scan, ScannedItem } from './query/page.ts';

/** Where a query looks: one logical partition, or a range of them. */
export type ScanScope = { readonly epk: string } | EpkRange;

/** @throws 400 for a key with more levels than the container has. */
export const scanScope = (
  container: Container,
  key: PartitionKey | undefined,
  range: EpkRange | undefined,
): ScanScope => {
  if (!key) return range ?? WHOLE_RANGE;
  const { length: levels } = container.keyPaths;
  if (key.levels > levels) throw badRequest('The partition key has more levels than the container', 1001);
  if (key.levels === levels) return { epk: key.epk };
  return key.levels === 0 ? WHOLE_RANGE : rangeOf(key);
};

function* partitionItems(container: Container, epk: string, fromRow: number): Iterable<ScannedItem> {
  for (const { row, item, expires } of container.partition(epk).values())
    if (row >= fromRow && !container.isExpired(expires)) yield { epk, row, item };
}

function* items(container: Container, scope: ScanScope, from?: { epk: string; row: number }): Iterable<ScannedItem> {
  if ('epk' in scope) {
    yield* partitionItems(container, scope.epk, from?.row ?? 0);
    return;
  }
  const range = from ? { min: from.epk, max: scope.max } : scope;
  for (const epk of container.partitionKeys(range))
    yield* partitionItems(container, epk, epk === from?.epk ? from.row : 0);
}

/** The items in scope that have not expired, partition by partition, in the order they were created. */
export const scanOf =
  (container: Container, scope: ScanScope): Scan =>
  (from) =>
    items(container, scope, from);
