import { badRequest, tooLarge } from './errors.ts';
import { isObject, type JsonObject, type Value } from './json.ts';

const MEGABYTE = 1024 * 1024;

export const BATCH_BYTES = 2 * MEGABYTE;
export const BATCH_OPERATIONS = 100;
export const PAGE_BYTES = 4 * MEGABYTE;
export const REQUEST_BYTES = 4 * MEGABYTE;
export const PATCH_OPERATIONS = 10;
export const DEFAULT_PAGE = 100;
export const LARGEST_PAGE = 1000;
const ITEM_BYTES = 2 * MEGABYTE;
const KEY_BYTES = 2048;
const ID_BYTES = 1023;
const NESTING = 128;

// A character takes at most three bytes, so that most texts need not be measured.
const isLonger = (text: string, bytes: number) => text.length > bytes / 3 && Buffer.byteLength(text) > bytes;

/** @throws 400 unless the id is text the service can put in a URL. */
export const checkId: (id: Value) => asserts id is string = (id) => {
  if (typeof id !== 'string' || id === '')
    throw badRequest("The input content is invalid because the required properties - 'id; ' - are missing");
  if (/[/\\?#]/.test(id)) throw badRequest(`The id '${id}' contains one of the characters / \\ ? #`);
  if (isLonger(id, ID_BYTES)) throw badRequest(`The id is longer than ${ID_BYTES} bytes`);
};

/** @throws 400 unless absent, -1 (never) or a positive number of whole seconds in 31 bits. */
export const checkTimeToLive = (name: 'ttl' | 'defaultTtl', value: Value) => {
  if (value === undefined || value === null || value === -1) return;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31) return;
  const allowed = "a nonzero positive integer less than or equal to '2147483647', or -1 which means never expire";
  throw badRequest(`The input ${name} '${JSON.stringify(value)}' is invalid. Ensure to provide ${allowed}.`);
};

/** @throws 400 when the key is longer than the service hashes. */
export const checkPartitionKeySize = (text: string) => {
  if (isLonger(text, KEY_BYTES)) throw badRequest(`The partition key is longer than ${KEY_BYTES} bytes`);
};

/** @throws 413 for an item beyond 2 MB. `text` is the stored form, system properties included. */
export const checkItemSize = (text: string) => {
  if (isLonger(text, ITEM_BYTES)) throw tooLarge();
};

const isDeeper = (value: Value, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
};

/** @throws 400 unless `body` can be stored: an object with a valid id and ttl, not nested too deep. */
export const checkItem: (body: unknown) => asserts body is JsonObject & { id: string } = (body) => {
  if (!isObject(body)) throw badRequest('An item must be a JSON object');
  checkId(body.id);
  checkTimeToLive('ttl', body.ttl);
  if (isDeeper(body, NESTING)) throw badRequest(`The item is nested deeper than ${NESTING} levels`);
};
