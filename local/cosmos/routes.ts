import type { Account } from './account.ts';
import { runBatch } from './batch.ts';
import { readChangeFeed } from './change-feed.ts';
import type { Container } from './container.ts';
import { badRequest, CosmosError, notFound, notSimulated } from './errors.ts';
import { ITEM_OPERATIONS, type ItemOperation } from './items.ts';
import { queryPlan, readFeed, runQuery } from './queries.ts';
import { type CosmosRequest, EMPTY, header, jsonBody, jsonReply, partitionKeyOf, type Reply } from './request.ts';

type Handler = (request: CosmosRequest, account: Account) => Reply;
type ContainerHandler = (container: Container, request: CosmosRequest, account: Account) => Reply;

/** The account document, which tells the client where to send everything else. */
const accountReply: Handler = ({ headers }) => {
  // The client goes where the account says; the host it came by is the one address known to work for it.
  const location = [{ name: 'Local', databaseAccountEndpoint: `http://${headers.host}/` }];
  return jsonReply(200, {
    _self: '',
    id: 'cosmos-local',
    _rid: 'cosmos-local',
    _dbs: '//dbs/',
    writableLocations: location,
    readableLocations: location,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    queryEngineConfiguration: '{}',
  });
};

/** A list the way every feed of the service looks: `{"_rid", "<name>": [...], "_count"}`. */
const listReply = (name: string, entries: readonly unknown[], rid = ''): Reply => ({
  ...jsonReply(200, { _rid: rid, [name]: entries, _count: entries.length }),
  headers: { 'x-ms-item-count': String(entries.length) },
});

const resourceReply = (status: number, resource: { readonly _etag: string }): Reply => ({
  ...jsonReply(status, resource),
  etag: resource._etag,
});

const ACCOUNT_HANDLERS: Readonly<Record<string, Handler>> = {
  'GET ': accountReply,
  'GET dbs': (_, account) => listReply('Databases', account.databases),
  'POST dbs': (request, account) => resourceReply(201, account.createDatabase(jsonBody(request))),
  'GET dbs/*': ({ path }, account) => resourceReply(200, account.database(path[1])),
  'DELETE dbs/*': ({ path }, account) => {
    account.deleteDatabase(path[1]);
    return EMPTY;
  },
  'GET dbs/*/colls': ({ path }, account) =>
    listReply(
      'DocumentCollections',
      account.containersOf(path[1]).map(({ resource }) => resource),
    ),
  'POST dbs/*/colls': (request, account) =>
    resourceReply(201, account.createContainer(request.path[1], jsonBody(request)).resource),
};

const keyRanges: ContainerHandler = ({ resource }, _, { partitions }) => {
  const shared = { _rid: resource._rid, status: 'online', parents: [], throughputFraction: 1 / partitions.length };
  const ranges = partitions.map(({ id, min, max }) => ({ id, minInclusive: min, maxExclusive: max, ...shared }));
  return { ...listReply('PartitionKeyRanges', ranges, resource._rid), charge: 0, etag: '"1"' };
};

const deletePartition: ContainerHandler = (container, request) => {
  const key = partitionKeyOf(request);
  if (request.path[5] !== 'partitionkeydelete') throw notSimulated(`The operation ${request.path[5]}`);
  if (key?.levels !== container.keyPaths.length) throw badRequest('Deleting a partition needs its complete key', 1001);
  container.removePartition(key.epk);
  return { ...EMPTY, status: 200 };
};

const pointOperation =
  (name: string, execute: ItemOperation): ContainerHandler =>
  (container, request) => {
    const reply = execute(container, {
      key: partitionKeyOf(request),
      id: request.path[5],
      ...(request.body !== '' && { body: jsonBody(request) }),
      ifMatch: header(request, 'if-match'),
      ifNoneMatch: header(request, 'if-none-match'),
    });
    return name !== 'read' && header(request, 'prefer') === 'return=minimal' ? { ...reply, body: '' } : reply;
  };

const CONTAINER_HANDLERS: Readonly<Record<string, ContainerHandler>> = {
  'GET dbs/*/colls/*': ({ resource }) => resourceReply(200, resource),
  'DELETE dbs/*/colls/*': (container, _, account) => {
    account.deleteContainer(container);
    return EMPTY;
  },
  'GET dbs/*/colls/*/pkranges': keyRanges,
  'POST dbs/*/colls/*/operations/*': deletePartition,
  ...Object.fromEntries(
    Object.entries(ITEM_OPERATIONS).map(([name, execute]) => [name, pointOperation(name, execute)]),
  ),
  batch: runBatch,
  bulk: runBatch,
  query: runQuery,
  queryPlan,
  readFeed,
  changeFeed: readChangeFeed,
};

/** Headers that tell the client which container it talked to and how current the answer is. */
const sessionHeaders = ({ database, resource, lsn }: Container): Record<string, string> => {
  const path = `dbs/${database}/colls/${resource.id}`;
  return {
    'x-ms-session-token': `0:-1#${lsn}`,
    'x-ms-content-path': resource._rid,
    lsn: String(lsn),
    // A header cannot hold the name of a container outside ASCII.
    ...(/^[\x20-\x7e]*$/.test(path) && { 'x-ms-alt-content-path': path }),
  };
};

/** Answers one authenticated request. @throws CosmosError for everything that is refused. */
export const route = (request: CosmosRequest, operation: string, account: Account): Reply => {
  const handle = ACCOUNT_HANDLERS[operation];
  if (handle) return handle(request, account);
  const handleInside = CONTAINER_HANDLERS[operation];
  if (!handleInside) throw notSimulated(operation);
  const [, database, , id] = request.path;
  const container = account.container(database, id);
  // Only what is asked of something inside a missing container is told that its owner is gone.
  if (!container && request.path.length === 4) throw notFound();
  if (!container) throw new CosmosError(404, 'Owner resource does not exist', { substatus: 1003 });
  const reply = handleInside(container, request, account);
  return { ...reply, headers: { ...sessionHeaders(container), ...reply.headers } };
};
