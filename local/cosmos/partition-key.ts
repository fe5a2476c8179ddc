import { LRUCache } from 'lru-cache';
import { badRequest } from './errors.ts';
import { isObject, type JsonObject, parsed, type Value } from './json.ts';
import { murmur3 } from './murmur3.ts';

/** One level of a key. `undefined` is a property the item does not have. */
type KeyValue = null | boolean | number | string | undefined;

/** The value of a (possibly hierarchical, possibly partial) partition key. */
export interface PartitionKey {
  readonly levels: number;
  /** Two keys are equal when their texts are; keeps `42`, `"42"` and `true` apart. */
  readonly text: string;
  /** Effective partition key: the uppercase hex hash that decides the physical partition, one part per level. */
  readonly epk: string;
}

/** A half-open range of effective partition keys, `[min, max)`. */
export interface EpkRange {
  readonly min: string;
  readonly max: string;
}

export const WHOLE_RANGE: EpkRange = { min: '', max: 'FF' };

const TAG = { missing: 0x00, null: 0x01, false: 0x02, true: 0x03, number: 0x05, string: 0x08, end: 0xff };

const encode = (value: KeyValue): Uint8Array => {
  if (value === undefined) return Uint8Array.of(TAG.missing);
  if (value === null) return Uint8Array.of(TAG.null);
  if (typeof value === 'boolean') return Uint8Array.of(value ? TAG.true : TAG.false);
  if (typeof value === 'string') return Uint8Array.of(TAG.string, ...Buffer.from(value), TAG.end);
  const bytes = Buffer.alloc(9);
  bytes[0] = TAG.number;
  bytes.writeDoubleLE(value, 1);
  return bytes;
};

const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();

const hash = (bytes: Uint8Array) => {
  const digest = murmur3(bytes).reverse();
  digest.writeUInt8(digest.readUInt8() & 0x3f);
  return hex(digest);
};

const textOf = (values: readonly KeyValue[]) =>
  JSON.stringify(values.map((value) => (value === undefined ? {} : value)));

const toKeyValue = (value: Value): KeyValue => (typeof value === 'object' && value !== null ? undefined : value);

// Hashing costs more than a point read; the same few keys come again and again.
const known = new LRUCache<string, PartitionKey>({ max: 20_000 });

const isLevel = (value: unknown) => !Array.isArray(value) && !(isObject(value) && Object.keys(value).length > 0);

/** Reads the header form of a key: a JSON array with one entry per level, `{}` for a missing value. @throws 400 */
export const parsePartitionKey = (text: string): PartitionKey => {
  const remembered = known.get(text);
  if (remembered) return remembered;
  const levels = parsed(text);
  if (!Array.isArray(levels) || !levels.every(isLevel))
    throw badRequest(`The partition key must be a JSON array of strings, numbers, booleans, null or {}, not ${text}`);
  const values = levels.map(toKeyValue);
  const key = { levels: values.length, text: textOf(values), epk: values.map((value) => hash(encode(value))).join('') };
  known.set(text, key);
  return key;
};

const valueAt = (item: JsonObject, path: readonly string[]): Value =>
  path.reduce<Value>((value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined), item);

/** The key an item states in its own body, in the text form of {@link PartitionKey}. */
export const partitionKeyTextOf = (item: JsonObject, paths: readonly (readonly string[])[]): string =>
  textOf(paths.map((path) => toKeyValue(valueAt(item, path))));

/** Everything below a key: the key itself when it is complete, all keys that start with it when it is not. */
export const rangeOf = (key: PartitionKey): EpkRange => ({ min: key.epk, max: `${key.epk}FF` });

/** What two ranges have in common; empty, with `min` behind `max`, when that is nothing. */
export const intersection = (a: EpkRange, b: EpkRange): EpkRange => ({
  min: [a.min, b.min].sort()[1] ?? a.min,
  max: [a.max, b.max].sort()[0] ?? a.max,
});

/** Splits the key space evenly. The hash masks its top two bits, so the first byte runs from 00 to 3F. */
export const physicalPartitions = (count: number): ReadonlyArray<EpkRange & { readonly id: string }> => {
  const bound = (index: number) => hex(Buffer.of(Math.floor((index * 64) / count)));
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    min: index === 0 ? WHOLE_RANGE.min : bound(index),
    max: index === count - 1 ? WHOLE_RANGE.max : bound(index + 1),
  }));
};
