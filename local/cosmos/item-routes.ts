import { runBatch } from './batch.ts';
import { readChangeFeed } from './change-feed.ts';
import type { Container } from './container.ts';
import { badRequest, notSimulated } from './errors.ts';
import { createItem, deleteItem, type ItemResult, patchItem, readItem, replaceItem, upsertItem } from './items.ts';
import {
  type CosmosRequest,
  header,
  isQuery,
  jsonBody,
  partitionKeyOf,
  type Reply,
  type RequestKind,
} from './request.ts';
import type { Services } from './services.ts';

const itemReply = (kind: RequestKind, result: ItemResult, request: CosmosRequest): Reply => ({
  kind,
  status: result.status,
  body: kind !== 'read' && header(request, 'prefer') === 'return=minimal' ? '' : result.body,
  charge: result.charge,
  headers: result.etag === undefined ? {} : { etag: result.etag },
});

/** `/dbs/{id}/colls/{id}/docs/{id}`. @throws CosmosError */
export const item = (request: CosmosRequest, container: Container): Reply => {
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

/** `/dbs/{id}/colls/{id}/docs`, where most things happen. @throws CosmosError */
export const items = (request: CosmosRequest, container: Container, { queries, partitions }: Services): Reply => {
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
