import { ChangeFeedStartFrom, type Container, type ItemDefinition, StatusCodes } from '@azure/cosmos';

/**
 * A page of the change feed of one logical partition. What a client keeps of it is a log sequence number and nothing else: the newer iterator's own
 * token names a partition, and would read whichever it names. It would also read the container's definition with every page, of which the service
 * answers only few a second.
 */
export const changesOf = async (
  container: Container,
  partitionKey: readonly string[],
  since: number,
  limit: number,
) => {
  const start = since === 0 ? { startFromBeginning: true } : { continuation: `"${since}"` };
  const feed = container.items.changeFeed<ItemDefinition>([...partitionKey], { ...start, maxItemCount: limit });
  const { result = [], statusCode, headers } = await feed.fetchNext();
  const next = Number(String(headers.etag ?? '').replaceAll('"', ''));
  const resources = statusCode === StatusCodes.NotModified ? [] : result;
  return { resources, next: Number.isSafeInteger(next) ? next : since };
};

/** One document that was written, by whomever. */
export interface Written {
  readonly path: readonly string[];
  readonly id: string;
  readonly etag: string;
}

/**
 * Follows a container from now on.
 * @returns what was written since the last call, in as many requests as the container has physical partitions
 */
export const following = (container: Container, fields: readonly string[]): (() => Promise<readonly Written[]>) => {
  const feed = container.items.getChangeFeedIterator<ItemDefinition>({
    changeFeedStartFrom: ChangeFeedStartFrom.Now(),
    maxItemCount: 1_000,
  });
  return async () => {
    const written: Written[] = [];
    for (;;) {
      const { result = [], statusCode } = await feed.readNext();
      if (statusCode === StatusCodes.NotModified) return written;
      for (const { id = '', _etag, ...rest } of result)
        written.push({ path: fields.map((field) => String(rest[field])), id, etag: String(_etag) });
    }
  };
};
