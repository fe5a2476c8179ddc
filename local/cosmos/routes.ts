import type { Account } from './account.ts';
import { runBatch } from './batch.ts';
import { readChangeFeed } from './change-feed.ts';
import type { Container } from './container.ts';
import { badRequest, CosmosError, notFound, notSimulated } from './errors.ts';
import { createItem, deleteItem, type ItemResult, patchItem, readItem, replaceItem, upsertItem } from './items.ts';
import { isObject } from './json.ts';
import { requestedThroughput } from './offers.ts';
import type { PhysicalPartition } from './partition-key.ts';
import type { QueryService } from './query-service.ts';
import {
  type CosmosRequest,
  header,
  isQuery,
  jsonBody,
  jsonReply,
  listReply,
  partitionKeyOf,
  type Reply,
  type RequestKind,
} from './request.ts';

export interface Services {
  readonly account: Account;
  readonly partitions: readonly PhysicalPartition[];
  readonly queries: QueryService;
}

const EMPTY_FEEDS: Readonly<Record<string, string>> = {
  users: 'Users',
  permissions: 'Permissions',
  conflicts: 'Conflicts',
  sprocs: 'StoredProcedures',
  triggers: 'Triggers',
  udfs: 'UserDefinedFunctions',
};

const accountReply = (request: CosmosRequest): Reply => {
  // The client goes where the account says; the host it came by is the one address known to work for it.
  const location = [{ name: 'Local', databaseAccountEndpoint: `http://${request.headers.host}/` }];
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
    userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 1, maxReplicasetSize: 4 },
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    systemReplicationPolicy: { minReplicaSetSize: 1, maxReplicasetSize: 4 },
    readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
    queryEngineConfiguration: '{}',
  });
};

const resourceReply = (status: number, resource: object & { readonly _etag?: unknown }) =>
  jsonReply(status, resource, { headers: { etag: String(resource._etag ?? '') } });

const nothing = (status: number): Reply => ({ kind: 'metadata', status, body: '', charge: 1 });

const objectBody = (request: CosmosRequest) => {
  const body = jsonBody(request);
  if (!isObject(body)) throw badRequest('The request body must be a JSON object');
  return body;
};

const databases = (request: CosmosRequest, { account, queries }: Services): Reply => {
  const [, id] = request.path;
  const { method } = request;
  if (id === undefined) {
    if (isQuery(request)) return listReply('Databases', queries.ofResources(request, account.databases));
    if (method === 'GET') return listReply('Databases', account.databases);
    if (method === 'POST') return resourceReply(201, account.createDatabase(objectBody(request)));
  } else {
    if (method === 'GET') return resourceReply(200, account.database(id));
    if (method === 'DELETE') {
      account.deleteDatabase(id);
      return nothing(204);
    }
  }
  throw notSimulated(`${method} on a database`);
};

const containerList = (request: CosmosRequest, { account, queries }: Services): Reply => {
  const database = request.path[1] ?? '';
  const resources = account.containersOf(database).map(({ resource }) => resource);
  if (isQuery(request)) return listReply('DocumentCollections', queries.ofResources(request, resources));
  if (request.method === 'GET') return listReply('DocumentCollections', resources);
  if (request.method !== 'POST') throw notSimulated(`${request.method} on the list of containers`);
  const { resource } = account.createContainer(database, jsonBody(request));
  account.offers.create(resource, requestedThroughput(request.headers));
  return resourceReply(201, resource);
};

const findContainer = (request: CosmosRequest, { account }: Services): Container => {
  const [, database = '', , id = ''] = request.path;
  try {
    return account.container(database, id);
  } catch (error) {
    // Only what is asked of something inside a missing container is told that its owner is gone.
    if (error instanceof CosmosError && request.path.length === 4) throw notFound();
    throw error;
  }
};

const containerItself = (request: CosmosRequest, container: Container, { account }: Services): Reply => {
  switch (request.method) {
    case 'GET': {
      const usage = { 'x-ms-resource-quota': 'documentsCount=-1;', 'x-ms-resource-usage': '' };
      if (header(request, 'x-ms-documentdb-populatequotainfo'))
        usage['x-ms-resource-usage'] = `documentsCount=${container.count()};`;
      const reply = resourceReply(200, container.resource);
      const progress = { 'x-ms-documentdb-collection-index-transformation-progress': '100' };
      return { ...reply, headers: { ...reply.headers, ...progress, ...(usage['x-ms-resource-usage'] ? usage : {}) } };
    }
    case 'PUT':
      account.replaceContainer(container, jsonBody(request));
      return resourceReply(200, container.resource);
    case 'DELETE':
      account.deleteContainer(container);
      return nothing(204);
    default:
      throw notSimulated(`${request.method} on a container`);
  }
};

const partitionRanges = (container: Container, partitions: readonly PhysicalPartition[]): Reply => {
  const { _rid, _self, _ts } = container.resource;
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
    _lsn: container.lsn,
  }));
  const reply = listReply('PartitionKeyRanges', ranges, _rid);
  return { ...reply, charge: 0, headers: { ...reply.headers, etag: '"1"' } };
};

const itemReply = (kind: RequestKind, result: ItemResult, request: CosmosRequest): Reply => ({
  kind,
  status: result.status,
  body: kind !== 'read' && header(request, 'prefer') === 'return=minimal' ? '' : result.body,
  charge: result.charge,
  headers: result.etag === undefined ? {} : { etag: result.etag },
});

const item = (request: CosmosRequest, container: Container): Reply => {
  const id = request.path[5] ?? '';
  const key = partitionKeyOf(request);
  if (!key) throw badRequest('PartitionKey value must be supplied for this operation.');
  const ifMatch = header(request, 'if-match');
  switch (request.method) {
    case 'GET':
      return itemReply('read', readItem(container, key, id, header(request, 'if-none-match')), request);
    case 'PUT':
      return itemReply('replace', replaceItem(container, key, id, jsonBody(request), ifMatch), request);
    case 'PATCH':
      return itemReply('patch', patchItem(container, key, id, jsonBody(request), ifMatch), request);
    case 'DELETE':
      return itemReply('delete', deleteItem(container, key, id, ifMatch), request);
    default:
      throw notSimulated(`${request.method} on an item`);
  }
};

const items = (request: CosmosRequest, container: Container, { queries, partitions }: Services): Reply => {
  if (request.method === 'GET') {
    if (header(request, 'a-im')) return readChangeFeed(container, request, partitions);
    return queries.readFeed(container, request);
  }
  if (request.method !== 'POST') throw notSimulated(`${request.method} on the items of a container`);
  if (header(request, 'x-ms-cosmos-is-query-plan-request')) return queries.plan(container, request);
  if (header(request, 'x-ms-cosmos-is-batch-request')) return runBatch(container, request);
  if (isQuery(request)) return queries.run(container, request);
  const key = partitionKeyOf(request);
  const body = jsonBody(request);
  if (header(request, 'x-ms-documentdb-is-upsert')?.toLowerCase() === 'true')
    return itemReply('upsert', upsertItem(container, key, body, header(request, 'if-match')), request);
  return itemReply('create', createItem(container, key, body), request);
};

const deletePartition = (request: CosmosRequest, container: Container): Reply => {
  const key = partitionKeyOf(request);
  if (request.method !== 'POST' || request.path[5] !== 'partitionkeydelete')
    throw notSimulated(`The operation ${request.path[5]}`);
  if (key?.levels !== container.keyPaths.length) throw badRequest('Deleting a partition needs its complete key', 1001);
  container.removePartition(key.epk);
  return { ...nothing(200), kind: 'delete' };
};

const insideContainer = (request: CosmosRequest, container: Container, services: Services): Reply => {
  const { path } = request;
  const [, , , , feed = ''] = path;
  const emptyFeed = EMPTY_FEEDS[feed];
  if (path.length === 4) return containerItself(request, container, services);
  if (feed === 'docs' && path.length === 5) return items(request, container, services);
  if (feed === 'docs' && path.length === 6) return item(request, container);
  if (feed === 'pkranges' && path.length === 5) return partitionRanges(container, services.partitions);
  if (feed === 'operations') return deletePartition(request, container);
  if (emptyFeed && path.length === 5 && (request.method === 'GET' || isQuery(request)))
    return listReply(emptyFeed, [], container.resource._rid);
  throw notSimulated(`${request.method} on ${feed}`);
};

/** Headers that tell the client which container it talked to and how current the answer is. */
const sessionHeaders = (container: Container): Record<string, string> => {
  const path = `dbs/${container.database}/colls/${container.resource.id}`;
  return {
    'x-ms-session-token': `0:-1#${container.lsn}`,
    'x-ms-content-path': container.resource._rid,
    lsn: String(container.lsn),
    // A header cannot hold the name of a container outside ASCII.
    ...(/^[\x20-\x7e]*$/.test(path) ? { 'x-ms-alt-content-path': path } : {}),
  };
};

const offers = (request: CosmosRequest, { account, queries }: Services): Reply => {
  const id = request.path[1];
  if (id === undefined)
    return listReply(
      'Offers',
      isQuery(request) ? queries.ofResources(request, account.offers.list()) : account.offers.list(),
    );
  if (request.method === 'PUT')
    return resourceReply(200, account.offers.replace(id, objectBody(request).content ?? null));
  if (request.method === 'GET') return resourceReply(200, account.offers.find(id));
  throw notSimulated(`${request.method} on an offer`);
};

/**
 * Answers one authenticated request.
 * @throws CosmosError for everything that is refused.
 */
export const route = (request: CosmosRequest, services: Services): Reply => {
  const { path } = request;
  if (path.length === 0) return accountReply(request);
  if (path[0] === 'offers') return offers(request, services);
  if (path[0] !== 'dbs') throw notSimulated(`The resource /${path[0]}`);
  if (path.length <= 2) return databases(request, services);
  const feed = EMPTY_FEEDS[path[2] ?? ''];
  if (path.length === 3 && path[2] !== 'colls' && feed) return listReply(feed, []);
  if (path[2] !== 'colls') throw notSimulated(`The resource ${path[2]}`);
  if (path.length === 3) return containerList(request, services);
  const container = findContainer(request, services);
  const reply = insideContainer(request, container, services);
  return { ...reply, headers: { ...sessionHeaders(container), ...reply.headers } };
};
