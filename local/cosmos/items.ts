import type { Container } from './container.ts';
import { badRequest, notFound, preconditionFailed } from './errors.ts';
import { type Json, type JsonObject, pathSegments } from './json.ts';
import { checkItem, checkPartitionKeySize } from './limits.ts';
import { type PartitionKey, parsePartitionKey, partitionKeyTextOf } from './partition-key.ts';
import { applyPatch, parsePatch } from './patch.ts';
import { matchesCondition } from './query/query-list.ts';
import { createCharge, deleteCharge, indexedValues, readCharge, replaceCharge } from './request-charge.ts';
import type { SealedItem, StoredItem } from './stored-item.ts';

/** Outcome of a point operation. `body` is JSON text, empty where the service sends none. */
export interface ItemResult {
  readonly status: number;
  readonly body: string;
  readonly charge: number;
  readonly etag?: string;
}

const MISMATCH =
  "PartitionKey extracted from document doesn't match the one specified in the header. Learn more: https://aka.ms/CosmosDB/sql/errors/wrong-pk-value";
const WRONG_ARITY =
  "Partition key provided either doesn't correspond to definition in the collection or doesn't match partition key field values specified in the document.";
const WRONG_KEY = 1001;

const excludedProperties = new WeakMap<object, ReadonlySet<string>>();

const excludedBy = ({ resource }: Container): ReadonlySet<string> => {
  let excluded = excludedProperties.get(resource);
  if (!excluded) {
    const names = resource.indexingPolicy.excludedPaths
      .map(({ path }) => pathSegments(path))
      .filter((segments) => segments.length === 2)
      .map(([name]) => name ?? '');
    excluded = new Set(names);
    excludedProperties.set(resource, excluded);
  }
  return excluded;
};

const complete = (container: Container, key: PartitionKey): PartitionKey => {
  if (key.levels !== container.keyPaths.length) throw badRequest(WRONG_ARITY, WRONG_KEY);
  checkPartitionKeySize(key.text);
  return key;
};

const keyFor = (container: Container, item: JsonObject, given: PartitionKey | undefined): PartitionKey => {
  const stated = partitionKeyTextOf(item, container.keyPaths);
  if (!given) return complete(container, parsePartitionKey(stated));
  complete(container, given);
  if (given.text !== stated) throw badRequest(MISMATCH, WRONG_KEY);
  return given;
};

const existing = (container: Container, key: PartitionKey, id: string): StoredItem => {
  const stored = container.find(complete(container, key).epk, id);
  if (!stored) throw notFound();
  return stored;
};

const checkMatch = (stored: StoredItem, ifMatch: string | undefined) => {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== stored.etag) throw preconditionFailed();
};

const created = (container: Container, { body, etag, item }: SealedItem): ItemResult => ({
  status: 201,
  body,
  etag,
  charge: createCharge(body.length, indexedValues(item, excludedBy(container))),
});

const replaced = (container: Container, { body, etag, item }: SealedItem): ItemResult => ({
  status: 200,
  body,
  etag,
  charge: replaceCharge(body.length, indexedValues(item, excludedBy(container))),
});

/** @throws 400 for an invalid item or a key that is not the item's, 409 when the id is taken. */
export const createItem = (container: Container, key: PartitionKey | undefined, item: Json): ItemResult => {
  checkItem(item);
  return created(container, container.insert(keyFor(container, item, key), item));
};

/** @throws 400 as create does, 412 when an existing item does not match. */
export const upsertItem = (
  container: Container,
  key: PartitionKey | undefined,
  item: Json,
  ifMatch?: string,
): ItemResult => {
  checkItem(item);
  const own = keyFor(container, item, key);
  const stored = container.find(own.epk, item.id);
  if (!stored) return created(container, container.insert(own, item));
  checkMatch(stored, ifMatch);
  return replaced(container, container.overwrite(stored, item));
};

/** 304 without a body when the client's copy is current. @throws 404 */
export const readItem = (container: Container, key: PartitionKey, id: string, ifNoneMatch?: string): ItemResult => {
  const { body, etag } = existing(container, key, id);
  if (ifNoneMatch === etag) return { status: 304, body: '', etag, charge: 1 };
  return { status: 200, body, etag, charge: readCharge(body.length) };
};

/** @throws 400 when id or key change, 404, 412 */
export const replaceItem = (
  container: Container,
  key: PartitionKey,
  id: string,
  item: Json,
  ifMatch?: string,
): ItemResult => {
  checkItem(item);
  const stored = existing(container, key, id);
  checkMatch(stored, ifMatch);
  if (item.id !== id) throw badRequest(`The id in the body, '${item.id}', is not the id of the item, '${id}'`);
  keyFor(container, item, key);
  return replaced(container, container.overwrite(stored, item));
};

/** @throws 404, 412 */
export const deleteItem = (container: Container, key: PartitionKey, id: string, ifMatch?: string): ItemResult => {
  const stored = existing(container, key, id);
  checkMatch(stored, ifMatch);
  container.remove(stored);
  return { status: 204, body: '', charge: deleteCharge(stored.body.length) };
};

/** @throws 400 for a path that cannot be applied, 404, 412 for a false condition or another etag. */
export const patchItem = (
  container: Container,
  key: PartitionKey,
  id: string,
  body: Json,
  ifMatch?: string,
): ItemResult => {
  const { operations, condition } = parsePatch(body);
  const stored = existing(container, key, id);
  checkMatch(stored, ifMatch);
  const item: JsonObject = JSON.parse(stored.body);
  if (condition !== undefined && !matchesCondition(condition, item, container.now)) throw preconditionFailed();
  applyPatch(item, operations);
  checkItem(item);
  keyFor(container, item, key);
  return replaced(container, container.overwrite(stored, item));
};
