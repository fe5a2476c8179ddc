import { ChangeFeedStartFrom, CosmosClient, type FeedRange } from '@azure/cosmos';
import type { StartTrigger } from '../bindings.ts';
import { connectionString, refuse, textOf } from '../functions.ts';
import { delay, withRetry } from '../retry.ts';

/** How far one range of the monitored container has been read, as kept in the lease container. */
type Lease = Readonly<Record<'id' | 'ContinuationToken', string>>;

const PAUSE_AFTER_FAILURE = 500;

/** Runs a function for the documents that change in a container. The position moves on only after the function is done. */
export const start: StartTrigger = async (fn, { dispatch, log, settings }) => {
  const where = `Function "${fn.name}"`;
  const { options } = fn.trigger;
  refuse(options, ['changeFeedMode', 'leaseConnection', 'leaseDatabaseName', 'startFromTime'], where);
  const { leaseContainerName = 'leases', leaseContainerPrefix = '', startFromBeginning } = options;
  const { createLeaseContainerIfNotExists, maxItemsPerInvocation = 100, feedPollDelay = 5_000 } = options;
  const databaseName = textOf(options, 'databaseName', where);
  const containerName = textOf(options, 'containerName', where);
  const client = new CosmosClient(connectionString(options, settings, where));
  const database = client.database(databaseName);
  const container = database.container(containerName);
  const leases = database.container(String(leaseContainerName));
  const stopping = new AbortController();
  const { signal } = stopping;
  const { promise: attempted, resolve: ready } = Promise.withResolvers<void>();

  /** Reads one range from where its lease stands. Each step takes in one page, and can be taken again when it has failed. */
  const openFeed = async (range: FeedRange) => {
    const id = `${leaseContainerPrefix}${databaseName}_${containerName}..${range.minInclusive}-${range.maxExclusive}`;
    const { resource: lease } = await leases.item(id, id).read<Lease>();
    const from = startFromBeginning === true ? ChangeFeedStartFrom.Beginning(range) : ChangeFeedStartFrom.Now(range);
    const feed = container.items.getChangeFeedIterator<object>({
      changeFeedStartFrom: lease ? ChangeFeedStartFrom.Continuation(lease.ContinuationToken) : from,
      maxItemCount: Number(maxItemsPerInvocation),
    });
    const next = async () => {
      const { result, statusCode, continuationToken: ContinuationToken } = await feed.readNext();
      return { documents: statusCode === 304 ? [] : result, lease: { id, ContinuationToken } satisfies Lease };
    };
    let page: Awaited<ReturnType<typeof next>> | undefined = await next();
    // The very first position is kept too: what is written from now on must be found after a restart.
    if (!lease && page.documents.length === 0) await leases.items.upsert(page.lease);
    return async () => {
      page ??= await next();
      if (page.documents.length > 0) {
        const data = { string: JSON.stringify(page.documents) };
        const attempt = (retryContext?: object) => dispatch(fn, { data, retryContext });
        const outcome = await withRetry(fn.metadata.retryOptions, signal, attempt);
        // A batch that failed for good is passed over, as in Azure; one the host did not finish is read again.
        if (outcome === 'stopped') return;
        await leases.items.upsert(page.lease);
      } else await delay(Number(feedPollDelay), signal);
      page = undefined;
    };
  };

  const untilStopped = async (work: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.warnOnce(fn.name, error);
        ready();
        await delay(PAUSE_AFTER_FAILURE, signal);
      }
    }
  };

  const running = untilStopped(async () => {
    if (createLeaseContainerIfNotExists === true)
      await database.containers.createIfNotExists({ id: leases.id, partitionKey: '/id' });
    const steps = await Promise.all((await container.getFeedRanges()).map(openFeed));
    ready();
    await Promise.all(steps.map(untilStopped));
  });
  await attempted;
  return {
    async stop() {
      stopping.abort();
      await running;
      client.dispose();
    },
  };
};
