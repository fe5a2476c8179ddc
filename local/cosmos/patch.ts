import { badRequest } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { PATCH_OPERATIONS } from './limits.ts';

/** `operations`, and the predicate under which they apply, as `from c where ...`. */
export interface Patch {
  readonly operations: readonly JsonObject[];
  readonly condition?: string;
}

const pathError = (path: Json | undefined, problem: string) =>
  badRequest(`Patch path ${JSON.stringify(path)}: ${problem}`);

/** @throws 400 unless the body is `[...operations]` or `{condition?, operations}` with 1 to 10 operations. */
export const parsePatch = (body: Json): Patch => {
  const operations = isObject(body) ? body.operations : body;
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > PATCH_OPERATIONS)
    throw badRequest(`A patch has between 1 and ${PATCH_OPERATIONS} operations`);
  if (!operations.every(isObject)) throw badRequest('Each patch operation must be an object');
  const condition = isObject(body) ? body.condition : undefined;
  return { operations, ...(typeof condition === 'string' ? { condition } : {}) };
};

const segmentsOf = (path: Json | undefined): string[] => {
  if (typeof path !== 'string' || !path.startsWith('/') || path.length < 2)
    throw pathError(path, 'must be a JSON pointer that starts with /');
  return path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
};

/** A place in the item: the object or array that holds it, and the name or index inside. */
type Place =
  | { readonly object: JsonObject; readonly name: string }
  | { readonly array: Json[]; readonly index: number };

const arrayIndex = (array: Json[], segment: string, path: Json | undefined) => {
  const index = segment === '-' ? array.length : /^\d+$/.test(segment) ? Number(segment) : Number.NaN;
  if (!(index <= array.length)) throw pathError(path, `array index ${segment} is out of range`);
  return index;
};

const placeAt = (item: JsonObject, path: Json | undefined): Place => {
  const segments = segmentsOf(path);
  const last = segments.pop() ?? '';
  let parent: Json | undefined = item;
  for (const segment of segments)
    parent = Array.isArray(parent) ? parent[Number(segment)] : isObject(parent) ? parent[segment] : undefined;
  if (Array.isArray(parent)) return { array: parent, index: arrayIndex(parent, last, path) };
  if (isObject(parent)) return { object: parent, name: last };
  throw pathError(path, 'the parent does not exist');
};

const valueIn = (place: Place): Json | undefined =>
  'array' in place
    ? place.array[place.index]
    : Object.hasOwn(place.object, place.name)
      ? place.object[place.name]
      : undefined;

const existing = (place: Place, path: Json | undefined): Json => {
  const value = valueIn(place);
  if (value === undefined) throw pathError(path, 'does not exist');
  return value;
};

const assign = (place: Place, value: Json) => {
  if ('array' in place) place.array[place.index] = value;
  else place.object[place.name] = value;
};

const add = (place: Place, value: Json) => {
  if ('array' in place) place.array.splice(place.index, 0, value);
  else assign(place, value);
};

const remove = (place: Place) => {
  if ('array' in place) place.array.splice(place.index, 1);
  else delete place.object[place.name];
};

const given = ({ value, path }: JsonObject): Json => {
  if (value === undefined) throw pathError(path, 'the operation has no value');
  return value;
};

const increment = (place: Place, { path, value }: JsonObject) => {
  const current = valueIn(place) ?? 0;
  if (typeof current !== 'number') throw pathError(path, 'is not a number');
  if (typeof value !== 'number') throw pathError(path, 'the increment is not a number');
  assign(place, current + value);
};

const apply = (item: JsonObject, operation: JsonObject) => {
  const { op, path, from } = operation;
  switch (op) {
    case 'add':
      return add(placeAt(item, path), given(operation));
    case 'set':
      return assign(placeAt(item, path), given(operation));
    case 'replace': {
      const place = placeAt(item, path);
      existing(place, path);
      return assign(place, given(operation));
    }
    case 'remove': {
      const place = placeAt(item, path);
      existing(place, path);
      return remove(place);
    }
    case 'incr':
      return increment(placeAt(item, path), operation);
    case 'move': {
      const source = placeAt(item, from);
      const value = existing(source, from);
      remove(source);
      return add(placeAt(item, path), value);
    }
    default:
      throw badRequest(`Patch operation ${JSON.stringify(op)} is unknown`);
  }
};

const PROTECTED = /^\/(id|_rid|_self|_etag|_ts|_attachments)$/;

/**
 * Applies all operations to `item`, in place.
 * @throws 400 naming the path that cannot be applied; `item` is then worthless.
 */
export const applyPatch = (item: JsonObject, operations: readonly JsonObject[]) => {
  for (const operation of operations) {
    for (const path of [operation.path, operation.op === 'move' ? operation.from : undefined])
      if (typeof path === 'string' && PROTECTED.test(path)) throw pathError(path, 'cannot be patched');
    apply(item, operation);
  }
};
