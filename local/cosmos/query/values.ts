import { isDeepStrictEqual } from 'node:util';
import type { Value } from '../json.ts';

const TYPES = ['undefined', 'null', 'boolean', 'number', 'string', 'array', 'object'];

/** Position of a value's type in the order of the service. */
const rankOf = (value: Value): number =>
  TYPES.indexOf(value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

export const isPrimitive = (value: Value) => value === null || (value !== undefined && typeof value !== 'object');

/** Deep equality of two values of JSON. */
export const equals = (a: Value, b: Value): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && isDeepStrictEqual(a, b));

const compareText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

/** Total order over all values, as ORDER BY uses it. */
export const compareAll = (a: Value, b: Value): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  // `false` comes before `true` in the alphabet as well.
  return rankOf(a) - rankOf(b) || compareText(JSON.stringify(a), JSON.stringify(b));
};

/** Order for `<` and its kin: defined for two values of the same primitive type only, else the comparison itself is undefined. */
export const compareSameType = (a: Value, b: Value): number | undefined =>
  isPrimitive(a) && isPrimitive(b) && rankOf(a) === rankOf(b) ? compareAll(a, b) : undefined;
