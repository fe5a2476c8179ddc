import { isObject, type Value } from '../json.ts';

const TYPES = ['undefined', 'null', 'boolean', 'number', 'string', 'array', 'object'];

/** Position of a value's type in the order of the service. */
const rankOf = (value: Value): number =>
  TYPES.indexOf(value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

export const isPrimitive = (value: Value) => value === null || (value !== undefined && typeof value !== 'object');

/** Deep equality of two values of JSON. */
export const equals = (a: Value, b: Value): boolean => {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => equals(item, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  const same = (name: string) => Object.hasOwn(b, name) && equals(a[name], b[name]);
  return names.length === Object.keys(b).length && names.every(same);
};

/** A text that is the same for equal values and differs for others, whatever the order of their properties. */
export const canonical = (value: Value): string => {
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.keys(value).map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.sort().join()}}`;
};

const compareText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

/** Total order over all values, as ORDER BY uses it. */
export const compareAll = (a: Value, b: Value): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  // `false` comes before `true` in the alphabet as well.
  return rankOf(a) - rankOf(b) || compareText(canonical(a), canonical(b));
};

/** Order for `<` and its kin: defined for two values of the same primitive type only, else the comparison itself is undefined. */
export const compareSameType = (a: Value, b: Value): number | undefined =>
  isPrimitive(a) && isPrimitive(b) && rankOf(a) === rankOf(b) ? compareAll(a, b) : undefined;
