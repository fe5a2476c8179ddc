import type { Account, Resource } from './account.ts';
import { runBatch } from './batch.ts';
import { readChangeFeed } from './change-feed.ts';
import { CosmosError, notFound, notSimulated } from './errors.ts';
import { ITEM_OPERATIONS, type ItemOperation } from './items.ts';
import { queryPlan, readFeed, runQuery } from './queries.ts';
import {
  type CosmosRequest,
  header,
  jsonBody,
  jsonReply,
  type Operation,
  partitionKeyOf,
  type Reply,
} from './request.ts';

type AccountOperation = (request: CosmosRequest, account: Account) => Reply;

/** The account document, which tells the client where to send everything else. */
const accountReply: AccountOperation = ({ headers }) => {
  // The client goes where the account says; the host it came by is the one address known to work for it.
  const location = [{ name: 'Local', databaseAccountEndpoint: `http://${headers.host}/` }];
  return jsonReply(200, {
    id: 'cosmos-local',
    writableLocations: location,
    readableLocations: location,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    queryEngineConfiguration: '{}',
  });
};

const resourceReply = (status: number, resource: Resource) => ({
  ...jsonReply(status, resource),
  etag: resource._etag,
});

const ACCOUNT_OPERATIONS: Readonly<Record<string, AccountOperation>> = {
  'GET ': accountReply,
  'POST dbs': (request, account) => resourceReply(201, account.createDatabase(jsonBody(request))),
  'GET dbs/*': ({ path }, account) => resourceReply(200, account.database(path[1])),
  'POST dbs/*/colls': (request, account) =>
    resourceReply(201, account.createContainer(request.path[1], jsonBody(request)).resource),
};

const keyRanges: Operation = ({ resource: { _rid } }, _, { partitions }) => {
  const shared = { _rid, status: 'online', parents: [], throughputFraction: 1 / partitions.length };
  const ranges = partitions.map(({ id, min, max }) => ({ id, minInclusive: min, maxExclusive: max, ...shared }));
  return { ...jsonReply(200, { _rid, PartitionKeyRanges: ranges, _count: ranges.length }, 0), etag: '"1"' };
};

const pointOperation =
  (execute: ItemOperation): Operation =>
  (container, request) =>
    execute(container, {
      key: partitionKeyOf(request),
      id: request.path[5],
      ...(request.body !== '' && { body: jsonBody(request) }),
      ifMatch: header(request, 'if-match'),
      ifNoneMatch: header(request, 'if-none-match'),
    });

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET dbs/*/colls/*': ({ resource }) => resourceReply(200, resource),
  'GET dbs/*/colls/*/pkranges': keyRanges,
  ...Object.fromEntries(Object.entries(ITEM_OPERATIONS).map(([name, execute]) => [name, pointOperation(execute)])),
  batch: runBatch,
  bulk: runBatch,
  query: runQuery,
  queryPlan,
  readFeed,
  changeFeed: readChangeFeed,
};

/** Answers one authenticated request. @throws CosmosError for everything that is refused. */
export const route = (request: CosmosRequest, account: Account): Reply => {
  const { operation, path } = request;
  const ofAccount = ACCOUNT_OPERATIONS[operation];
  if (ofAccount) return ofAccount(request, account);
  const ofContainer = OPERATIONS[operation];
  if (!ofContainer) throw notSimulated(operation);
  const [, database, , id] = path;
  const container = account.container(database, id);
  // Only what is asked of something inside a missing container is told that its owner is gone.
  if (!container && path.length === 4) throw notFound();
  if (!container) throw new CosmosError(404, 'Owner resource does not exist', { substatus: 1003 });
  const reply = ofContainer(container, request, account);
  return { ...reply, headers: { 'x-ms-session-token': `0:-1#${container.lsn()}`, ...reply.headers } };
};
