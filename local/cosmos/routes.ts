import type { Account } from './account.ts';
import { runBatch } from './batch.ts';
import { readChangeFeed } from './change-feed.ts';
import type { Container } from './container.ts';
import { badRequest, CosmosError, notFound, notSimulated } from './errors.ts';
import { ITEM_OPERATIONS } from './items.ts';
import type { PhysicalPartition } from './partition-key.ts';
import { queryPlan, queryResources, readFeed, runQuery } from './queries.ts';
import {
  type CosmosRequest,
  EMPTY,
  header,
  isQuery,
  jsonBody,
  jsonReply,
  listReply,
  type Operation,
  objectBody,
  partitionKeyOf,
  type Reply,
  resourceReply,
} from './request.ts';

/** What the routes work with. */
export interface Services {
  readonly account: Account;
  readonly partitions: readonly PhysicalPartition[];
  readonly now: () => number;
}

/** The account document, which tells the client where to send everything else. */
const accountReply = ({ headers }: CosmosRequest): Reply => {
  // The client goes where the account says; the host it came by is the one address known to work for it.
  const location = [{ name: 'Local', databaseAccountEndpoint: `http://${headers.host}/` }];
  return jsonReply(200, {
    _self: '',
    id: 'cosmos-local',
    _rid: 'cosmos-local',
    media: '//media/',
    addresses: '//addresses/',
    _dbs: '//dbs/',
    writableLocations: location,
    readableLocations: location,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    queryEngineConfiguration: '{}',
  });
};

const unknown = ({ method, path }: CosmosRequest) => notSimulated(`${method} /${path.join('/')}`);

/** A list of resources as it is, or what a query picks of it. */
const listed = (request: CosmosRequest, name: string, resources: readonly object[], { now }: Services): Reply =>
  listReply(name, isQuery(request) ? queryResources(request, resources, now()) : resources);

/** `/dbs` and `/dbs/{id}` */
const databases = (request: CosmosRequest, services: Services): Reply => {
  const { account } = services;
  const { method, path } = request;
  const [, id] = path;
  if (id === undefined) {
    if (method === 'GET' || isQuery(request)) return listed(request, 'Databases', account.databases, services);
    if (method === 'POST') return resourceReply(201, account.createDatabase(objectBody(request)));
    throw unknown(request);
  }
  if (method === 'GET') return resourceReply(200, account.database(id));
  if (method !== 'DELETE') throw unknown(request);
  account.deleteDatabase(id);
  return EMPTY;
};

/** `/dbs/{id}/colls` */
const containers = (request: CosmosRequest, services: Services): Reply => {
  const { account } = services;
  const database = request.path[1] ?? '';
  if (request.method === 'GET' || isQuery(request)) {
    const resources = account.containersOf(database).map(({ resource }) => resource);
    return listed(request, 'DocumentCollections', resources, services);
  }
  if (request.method !== 'POST') throw unknown(request);
  return resourceReply(201, account.createContainer(database, jsonBody(request)).resource);
};

/** `/dbs/{id}/colls/{id}` */
const containerItself = (request: CosmosRequest, container: Container, { account }: Services): Reply => {
  if (request.method === 'GET') return resourceReply(200, container.resource);
  if (request.method === 'PUT') {
    account.replaceContainer(container, jsonBody(request));
    return resourceReply(200, container.resource);
  }
  if (request.method !== 'DELETE') throw unknown(request);
  account.deleteContainer(container);
  return EMPTY;
};

const keyRanges = ({ resource, lsn }: Container, partitions: readonly PhysicalPartition[]): Reply => {
  const { _rid, _self, _ts } = resource;
  const ranges = partitions.map(({ id, min, max }) => ({
    id,
    _rid: `${_rid}${id}`,
    _self: `${_self}pkranges/${id}/`,
    _etag: '"0"',
    minInclusive: min,
    maxExclusive: max,
    ridPrefix: Number(id),
    throughputFraction: 1 / partitions.length,
    status: 'online',
    parents: [],
    _ts,
    _lsn: lsn,
  }));
  return { ...listReply('PartitionKeyRanges', ranges, _rid), charge: 0, etag: '"1"' };
};

const deletePartition = (request: CosmosRequest, container: Container): Reply => {
  if (request.method !== 'POST' || request.path[5] !== 'partitionkeydelete') throw unknown(request);
  const key = partitionKeyOf(request);
  if (key?.levels !== container.keyPaths.length) throw badRequest('Deleting a partition needs its complete key', 1001);
  container.removePartition(key.epk);
  return { ...EMPTY, status: 200 };
};

/** `/dbs/{id}/colls/{id}/docs` and everything below: a point operation unless it has a name of its own here. */
const documents = (
  request: CosmosRequest,
  operation: Operation,
  container: Container,
  { partitions }: Services,
): Reply => {
  if (operation === 'query') return runQuery(container, request, partitions);
  if (operation === 'queryPlan') return queryPlan(container, request, partitions);
  if (operation === 'changeFeed') return readChangeFeed(container, request, partitions);
  if (operation === 'readFeed') return readFeed(container, request, partitions);
  if (operation === 'batch' || operation === 'bulk') return runBatch(container, request);
  const execute = ITEM_OPERATIONS[operation];
  if (!execute) throw unknown(request);
  const reply = execute(container, {
    key: partitionKeyOf(request),
    id: request.path[5],
    ...(request.body !== '' && { body: jsonBody(request) }),
    ifMatch: header(request, 'if-match'),
    ifNoneMatch: header(request, 'if-none-match'),
  });
  return operation !== 'read' && header(request, 'prefer') === 'return=minimal' ? { ...reply, body: '' } : reply;
};

const insideContainer = (
  request: CosmosRequest,
  operation: Operation,
  container: Container,
  services: Services,
): Reply => {
  const { path, method } = request;
  if (path.length === 4) return containerItself(request, container, services);
  if (path[4] === 'docs') return documents(request, operation, container, services);
  if (path[4] === 'operations') return deletePartition(request, container);
  if (method !== 'GET' || path.length > 5) throw unknown(request);
  if (path[4] === 'pkranges') return keyRanges(container, services.partitions);
  // With a single place to write to there are no conflicts.
  if (path[4] === 'conflicts') return listReply('Conflicts', [], container.resource._rid);
  throw unknown(request);
};

const findContainer = ({ path }: CosmosRequest, { account }: Services): Container => {
  const [, database = '', , id = ''] = path;
  try {
    return account.container(database, id);
  } catch (error) {
    // Only what is asked of something inside a missing container is told that its owner is gone.
    throw error instanceof CosmosError && path.length === 4 ? notFound() : error;
  }
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

/**
 * Answers one authenticated request.
 * @throws CosmosError for everything that is refused.
 */
export const route = (request: CosmosRequest, operation: Operation, services: Services): Reply => {
  const { path } = request;
  if (path.length === 0 && request.method === 'GET') return accountReply(request);
  if (path[0] !== 'dbs') throw unknown(request);
  if (path.length <= 2) return databases(request, services);
  if (path[2] !== 'colls') throw unknown(request);
  if (path.length === 3) return containers(request, services);
  const container = findContainer(request, services);
  const reply = insideContainer(request, operation, container, services);
  return { ...reply, headers: { ...sessionHeaders(container), ...reply.headers } };
};
