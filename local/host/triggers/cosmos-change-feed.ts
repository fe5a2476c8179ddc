import { ChangeFeedStartFrom, type Container, type CosmosClient, type FeedRange } from '@azure/cosmos';
import type { Binding } from '../core-module.ts';
import { delay } from '../delay.ts';
import type { HostedFunction } from '../functions.ts';
import { describeError } from '../log.ts';
import { withRetry } from '../retry.ts';
import type { StartTrigger, HostServices as TriggerServices } from '../services.ts';
import { connectionString } from '../settings.ts';
import { type LeaseStore, leaseStore } from './cosmos-leases.ts';

interface FeedOptions {
  readonly databaseName: string;
  readonly containerName: string;
  readonly leaseDatabaseName: string;
  readonly leaseContainerName: string;
  readonly leaseContainerPrefix: string;
  readonly createLeaseContainer: boolean;
  readonly startFromBeginning: boolean;
  readonly startFromTime: Date | undefined;
  readonly maxItems: number;
  readonly pollDelay: number;
}

const LONGEST_PAUSE = 5_000;
const FIRST_PAUSE = 200;

const feedOptions = (options: Binding, where: string): FeedOptions => {
  const text = (key: string, fallback?: string): string => {
    const value = options[key] ?? fallback;
    if (typeof value === 'string') return value;
    throw new Error(`${where}: a Cosmos DB trigger needs "${key}".`);
  };
  const count = (key: string, fallback: number): number => {
    const value = options[key] ?? fallback;
    if (typeof value === 'number' && value > 0) return value;
    throw new Error(`${where}: "${key}" must be a number above 0.`);
  };
  if (options.changeFeedMode === 'AllVersionsAndDeletes')
    throw new Error(
      `${where}: changeFeedMode "AllVersionsAndDeletes" has no local stand-in; see local/host/README.md.`,
    );
  const databaseName = text('databaseName');
  const startFromTime = typeof options.startFromTime === 'string' ? new Date(options.startFromTime) : undefined;
  if (startFromTime && Number.isNaN(startFromTime.getTime()))
    throw new Error(`${where}: "startFromTime" is not a date.`);
  return {
    databaseName,
    containerName: text('containerName'),
    leaseDatabaseName: text('leaseDatabaseName', databaseName),
    leaseContainerName: text('leaseContainerName', 'leases'),
    leaseContainerPrefix: text('leaseContainerPrefix', ''),
    createLeaseContainer: options.createLeaseContainerIfNotExists === true,
    startFromBeginning: options.startFromBeginning === true,
    startFromTime,
    maxItems: count('maxItemsPerInvocation', 100),
    pollDelay: count('feedPollDelay', 5_000),
  };
};

const openLeases = async (client: CosmosClient, options: FeedOptions): Promise<Container> => {
  const database = client.database(options.leaseDatabaseName);
  if (!options.createLeaseContainer) return database.container(options.leaseContainerName);
  const { container } = await database.containers.createIfNotExists({
    id: options.leaseContainerName,
    partitionKey: '/id',
  });
  return container;
};

const startOf = (options: FeedOptions, range: FeedRange, continuation: string | undefined) => {
  if (continuation !== undefined) return ChangeFeedStartFrom.Continuation(continuation);
  if (options.startFromBeginning) return ChangeFeedStartFrom.Beginning(range);
  if (options.startFromTime) return ChangeFeedStartFrom.Time(options.startFromTime, range);
  return ChangeFeedStartFrom.Now(range);
};

interface Feed {
  readonly fn: HostedFunction;
  readonly options: FeedOptions;
  readonly container: Container;
  readonly leases: LeaseStore;
  readonly dispatch: TriggerServices['dispatch'];
  readonly signal: AbortSignal;
}

/** Reads one range from where its lease stands, until the host stops. Rejects when the service fails. */
const follow = async (
  { fn, options, container, leases, dispatch, signal }: Feed,
  range: FeedRange,
  reached: () => void,
) => {
  const token = `${range.minInclusive}-${range.maxExclusive}`;
  const known = await leases.read(token);
  const iterator = container.items.getChangeFeedIterator<object>({
    changeFeedStartFrom: startOf(options, range, known),
    maxItemCount: options.maxItems,
  });
  let saved = known;
  while (!signal.aborted) {
    const { result, statusCode, continuationToken } = await iterator.readNext();
    const documents = statusCode === 304 ? [] : result;
    if (documents.length > 0) {
      reached();
      const data = { string: JSON.stringify(documents) };
      const outcome = await withRetry(fn.metadata.retryOptions, signal, (retryContext) =>
        dispatch(fn, { data, retryContext }),
      );
      // A batch that failed for good is passed over, as in Azure; one the host did not finish is read again.
      if (outcome === 'stopped') return;
    }
    // The very first position is kept too: what is written from now on must be found after a restart.
    if (documents.length > 0 || saved === undefined) await leases.write(token, continuationToken);
    saved = continuationToken;
    reached();
    if (documents.length === 0) await delay(options.pollDelay, signal);
  }
};

/** Runs a function for the documents that change in a container. The position moves on only after the function is done. */
export const startCosmosChangeFeed: StartTrigger = async (fn, { clients, dispatch, log, settings }) => {
  const where = `Function "${fn.name}"`;
  const { connection, leaseConnection } = fn.trigger.options;
  const options = feedOptions(fn.trigger.options, where);
  const client = await clients.cosmos(connectionString(connection, settings, where));
  const leaseClient =
    leaseConnection === undefined ? client : await clients.cosmos(connectionString(leaseConnection, settings, where));
  const container = client.database(options.databaseName).container(options.containerName);
  const stopping = new AbortController();
  const { signal } = stopping;
  let lastWarning = '';

  const keepTrying = async (work: () => Promise<void>, attempted: () => void) => {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await work();
      } catch (error) {
        const text = describeError(error);
        if (text !== lastWarning) log.write('warning', fn.name, `Change feed: ${text}`);
        lastWarning = text;
        attempted();
        await delay(pause, signal);
        const hadWorked = performance.now() - startedAt > 2 * LONGEST_PAUSE;
        pause = hadWorked ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  };

  const run = async (attempted: () => void) => {
    const leases = leaseStore(
      await openLeases(leaseClient, options),
      options.leaseContainerPrefix,
      `${options.databaseName}_${options.containerName}`,
    );
    const ranges = await container.getFeedRanges();
    const feed: Feed = { fn, options, container, leases, dispatch, signal };
    let waiting = ranges.length;
    const follows = ranges.map((range) => {
      let first = true;
      const reached = () => {
        if (first && --waiting === 0) attempted();
        first = false;
      };
      return keepTrying(() => follow(feed, range, reached), attempted);
    });
    await Promise.all(follows);
  };

  let running: Promise<void> = Promise.resolve();
  await new Promise<void>((attempted) => {
    running = keepTrying(() => run(attempted), attempted);
  });
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
};
