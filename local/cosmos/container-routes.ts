import type { Container } from './container.ts';
import { badRequest, CosmosError, notFound, notSimulated } from './errors.ts';
import { item, items } from './item-routes.ts';
import type { PhysicalPartition } from './partition-key.ts';
import {
  type CosmosRequest,
  header,
  isQuery,
  jsonBody,
  listReply,
  nothing,
  partitionKeyOf,
  type Reply,
  resourceReply,
} from './request.ts';
import type { Services } from './services.ts';

export const EMPTY_FEEDS: Readonly<Record<string, string>> = {
  users: 'Users',
  permissions: 'Permissions',
  conflicts: 'Conflicts',
  sprocs: 'StoredProcedures',
  triggers: 'Triggers',
  udfs: 'UserDefinedFunctions',
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

const usageHeaders = (container: Container) => ({
  'x-ms-resource-quota': 'documentsCount=-1;',
  'x-ms-resource-usage': `documentsCount=${container.count()};`,
});

const containerItself = (request: CosmosRequest, container: Container, { account }: Services): Reply => {
  switch (request.method) {
    case 'GET': {
      const reply = resourceReply(200, container.resource);
      const usage = header(request, 'x-ms-documentdb-populatequotainfo') ? usageHeaders(container) : {};
      const progress = { 'x-ms-documentdb-collection-index-transformation-progress': '100' };
      return { ...reply, headers: { ...reply.headers, ...progress, ...usage } };
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

/** `/dbs/{id}/colls/{id}` and everything below. @throws CosmosError */
export const containerReply = (request: CosmosRequest, services: Services): Reply => {
  const container = findContainer(request, services);
  const reply = insideContainer(request, container, services);
  return { ...reply, headers: { ...sessionHeaders(container), ...reply.headers } };
};
