import { isObject, type Value } from '../json.ts';

const RANK = { undefined: 0, null: 1, false: 2, true: 3, number: 4, string: 5, array: 6, object: 7 };

/** Position of a value's type in the order of the service: undefined, null, false, true, numbers, strings, arrays, objects. */
export const rankOf = (value: Value): number => {
  switch (typeof value) {
    case 'undefined':
      return RANK.undefined;
    case 'boolean':
      return value ? RANK.true : RANK.false;
    case 'number':
      return RANK.number;
    case 'string':
      return RANK.string;
    default:
      if (value === null) return RANK.null;
      return Array.isArray(value) ? RANK.array : RANK.object;
  }
};

export const isPrimitive = (value: Value) => {
  const rank = rankOf(value);
  return rank > RANK.undefined && rank < RANK.array;
};

/** Deep equality of two values of JSON. */
export const equals = (a: Value, b: Value): boolean => {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => equals(item, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equals(a[name], b[name]))
  );
};

/** A text that is the same for equal values and differs for others, whatever the order of their properties. */
export const canonical = (value: Value): string => {
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join()}}`;
};

const compareComparable = (a: Value, b: Value): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = typeof a === 'string' && typeof b === 'string' ? [a, b] : [canonical(a), canonical(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Total order over all values, as ORDER BY uses it. */
export const compareAll = (a: Value, b: Value): number => rankOf(a) - rankOf(b) || compareComparable(a, b);

/**
 * Order for `<` and its kin: negative, zero or positive for two values of the same primitive type, `undefined` for
 * everything else, which makes the comparison itself undefined.
 */
export const compareSameType = (a: Value, b: Value): number | undefined => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a === null && b === null) return 0;
  return typeof a === 'string' && typeof b === 'string' ? compareComparable(a, b) : undefined;
};
