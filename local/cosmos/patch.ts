import { badRequest, notSimulated } from './errors.ts';
import { isObject, type Json, type JsonObject, type Value } from './json.ts';
import { PATCH_OPERATIONS } from './limits.ts';

/**
 * The operations, and the condition under which they apply, as `from c where ...`.
 * @throws 400 unless the body is `[...operations]` or `{condition?, operations}` with 1 to 10 operations.
 */
export const parsePatch = (body: Value) => {
  const { operations = body, condition }: Partial<JsonObject> = isObject(body) ? body : {};
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > PATCH_OPERATIONS)
    throw badRequest(`A patch has between 1 and ${PATCH_OPERATIONS} operations`);
  if (!operations.every(isObject)) throw badRequest('Each patch operation must be an object');
  return { operations, condition: typeof condition === 'string' ? condition : undefined };
};

const pathError = (path: Value, problem: string) => badRequest(`Patch path ${JSON.stringify(path)}: ${problem}`);

const PROTECTED = /^\/(id|_rid|_self|_etag|_ts|_attachments)$/;

const segmentsOf = (path: Value): string[] => {
  if (typeof path !== 'string' || !path.startsWith('/') || path.length < 2)
    throw pathError(path, 'must be a JSON pointer that starts with /');
  if (PROTECTED.test(path)) throw pathError(path, 'cannot be patched');
  const segments = path.slice(1).split('/');
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const childOf = (parent: Value, key: string): Value => {
  if (Array.isArray(parent)) return parent[Number(key)];
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
};

/** A place in an item: the object or array that holds it, the name or index inside, and what is there. */
interface Place {
  readonly path: Value;
  readonly parent: Json[] | JsonObject;
  readonly key: string;
  readonly found: Value;
}

const placeAt = (item: JsonObject, path: Value): Place => {
  const segments = segmentsOf(path);
  const last = segments.pop() ?? '';
  const parent = segments.reduce<Value>(childOf, item);
  if (isObject(parent)) return { path, parent, key: last, found: childOf(parent, last) };
  if (!Array.isArray(parent)) throw pathError(path, 'the parent does not exist');
  const key = last === '-' ? String(parent.length) : last;
  if (/^\d+$/.test(key) && Number(key) <= parent.length) return { path, parent, key, found: parent[Number(key)] };
  throw pathError(path, `array index ${last} is out of range`);
};

const assign = ({ parent, key }: Place, value: Json) => void Reflect.set(parent, key, value);

const insert = (place: Place, value: Json) => {
  if (Array.isArray(place.parent)) place.parent.splice(Number(place.key), 0, value);
  else assign(place, value);
};

const remove = ({ parent, key }: Place) => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
};

const increment = (place: Place, value: Json) => {
  const { path, found = 0 } = place;
  if (typeof found !== 'number') throw pathError(path, 'is not a number');
  if (typeof value !== 'number') throw pathError(path, 'the increment is not a number');
  assign(place, found + value);
};

const OPERATIONS = { add: insert, set: assign, replace: assign, remove, incr: increment };
const BY_NAME = new Map<Value, (place: Place, value: Json) => void>(Object.entries(OPERATIONS));

/**
 * Applies all operations to `item`, in place.
 * @throws 400 naming the path that cannot be applied; `item` is then worthless.
 */
export const applyPatch = (item: JsonObject, operations: readonly JsonObject[]) => {
  for (const { op, path, value } of operations) {
    const apply = BY_NAME.get(op);
    if (op === 'move') throw notSimulated('The patch operation move');
    if (!apply) throw badRequest(`Patch operation ${JSON.stringify(op)} is unknown`);
    const place = placeAt(item, path);
    if (place.found === undefined && (op === 'replace' || op === 'remove')) throw pathError(path, 'does not exist');
    if (value === undefined && op !== 'remove') throw pathError(path, 'the operation has no value');
    apply(place, value ?? null);
  }
};
