import type { Container, StoredItem } from './container.ts';
import { badRequest, CosmosError, notFound } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { checkItem, checkPartitionKeySize } from './limits.ts';
import { type PartitionKey, parsePartitionKey, partitionKeyTextOf } from './partition-key.ts';
import { applyPatch, parsePatch } from './patch.ts';
import { prepare } from './query/parser.ts';
import { isSelected } from './query/query.ts';
import type { Reply } from './request.ts';
import { createCharge, indexedValues, readCharge, replaceCharge } from './request-charge.ts';

/** What a point operation is told, in a request of its own or as part of a batch. */
export interface ItemInput {
  readonly key: PartitionKey | undefined;
  readonly id?: string | undefined;
  readonly body?: Json;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** @throws CosmosError 400 for a bad item or key, 404 for a missing item, 409 for a taken id or unique key, 412 for another etag. */
export type ItemOperation = (container: Container, input: ItemInput) => Reply;

const MISMATCH =
  "PartitionKey extracted from document doesn't match the one specified in the header. Learn more: https://aka.ms/CosmosDB/sql/errors/wrong-pk-value";
const WRONG_ARITY =
  "Partition key provided either doesn't correspond to definition in the collection or doesn't match partition key field values specified in the document.";
const NOT_MET = 'Operation cannot be performed because one of the specified precondition is not met';
const WRONG_KEY = 1001;

const complete = (container: Container, key: PartitionKey): PartitionKey => {
  if (key.levels !== container.keyPaths.length) throw badRequest(WRONG_ARITY, WRONG_KEY);
  checkPartitionKeySize(key.text);
  return key;
};

/** The key of an item, which must be the one that was given, if one was. */
const keyFor = (container: Container, item: JsonObject, given: PartitionKey | undefined): PartitionKey => {
  const stated = partitionKeyTextOf(item, container.keyPaths);
  const key = complete(container, given ?? parsePartitionKey(stated));
  if (key.text !== stated) throw badRequest(MISMATCH, WRONG_KEY);
  return key;
};

const existing = (container: Container, { key, id }: ItemInput): StoredItem => {
  if (!key) throw badRequest('PartitionKey value must be supplied for this operation.');
  const stored = container.find(complete(container, key).epk, id ?? '');
  if (!stored) throw notFound();
  return stored;
};

const matching = (stored: StoredItem, { ifMatch }: ItemInput): StoredItem => {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== stored.etag) throw new CosmosError(412, NOT_MET);
  return stored;
};

/** Stores an item, in the row it has if it has one. */
const store = (container: Container, epk: string, given: JsonObject, row?: number): Reply => {
  const { body, etag, item } = container.put(epk, given, row);
  const [status, chargeOf] = row === undefined ? [201, createCharge] : [200, replaceCharge];
  return { status, body, etag, charge: chargeOf(body.length, indexedValues(item, container.resource.indexingPolicy)) };
};

const create: ItemOperation = (container, { key, body }) => {
  checkItem(body);
  return store(container, keyFor(container, body, key).epk, body);
};

const upsert: ItemOperation = (container, input) => {
  const { key, body } = input;
  checkItem(body);
  const own = keyFor(container, body, key);
  const stored = container.find(own.epk, body.id);
  return store(container, own.epk, body, stored && matching(stored, input).row);
};

/** 304 without a body when the client's copy is current. */
const read: ItemOperation = (container, input) => {
  const { body, etag } = existing(container, input);
  if (input.ifNoneMatch === etag) return { status: 304, body: '', etag, charge: 1 };
  return { status: 200, body, etag, charge: readCharge(body.length) };
};

const overwrite = (container: Container, input: ItemInput, stored: StoredItem, item: Json | undefined): Reply => {
  checkItem(item);
  if (item.id !== input.id)
    throw badRequest(`The id in the body, '${item.id}', is not the id of the item, '${input.id}'`);
  keyFor(container, item, input.key);
  return store(container, stored.epk, item, stored.row);
};

const replace: ItemOperation = (container, input) =>
  overwrite(container, input, matching(existing(container, input), input), input.body);

const remove: ItemOperation = (container, input) => {
  const stored = matching(existing(container, input), input);
  container.remove(stored);
  return { status: 204, body: '', charge: createCharge(stored.body.length, 0) };
};

const patch: ItemOperation = (container, input) => {
  const { operations, condition } = parsePatch(input.body);
  const stored = matching(existing(container, input), input);
  const item: JsonObject = JSON.parse(stored.body);
  const meets = (text: string) => isSelected(prepare(`SELECT * ${text}`), { parameters: {}, item });
  if (condition !== undefined && !meets(condition)) throw new CosmosError(412, NOT_MET);
  applyPatch(item, operations);
  return overwrite(container, input, stored, item);
};

/** By the name of the operation, which in a batch begins with a capital. */
export const ITEM_OPERATIONS = { create, upsert, read, replace, patch, delete: remove };
