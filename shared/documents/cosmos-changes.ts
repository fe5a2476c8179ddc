import { ChangeFeedStartFrom, type Container, type ItemDefinition, StatusCodes } from '@azure/cosmos';

/** The service's own name of a container; it must be part of a continuation and never changes. */
const rids = new WeakMap<Container, Promise<string>>();

const ridOf = (container: Container): Promise<string> => {
  const known = rids.get(container);
  if (known) return known;
  const asked = container.read().then(({ resource }) => resource?._rid ?? '');
  rids.set(container, asked);
  // What failed is asked again.
  asked.catch(() => rids.delete(container));
  return asked;
};

/**
 * A page of the change feed of one logical partition. What a client keeps of it is a log sequence number and nothing else: the SDK's own token
 * names a partition, and would read whichever it names.
 */
export const changesOf = async (
  container: Container,
  partitionKey: readonly string[],
  since: number,
  limit: number,
) => {
  const start =
    since === 0
      ? ChangeFeedStartFrom.Beginning([...partitionKey])
      : ChangeFeedStartFrom.Continuation(
          JSON.stringify({ rid: await ridOf(container), partitionKey, Continuation: `"${since}"` }),
        );
  const feed = container.items.getChangeFeedIterator<ItemDefinition>({
    changeFeedStartFrom: start,
    maxItemCount: limit,
  });
  const { result = [], statusCode, continuationToken } = await feed.readNext();
  const { Continuation = '' } = JSON.parse(continuationToken) as { Continuation?: string };
  const next = Number(Continuation.replaceAll('"', ''));
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
