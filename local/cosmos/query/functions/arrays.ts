import { isObject, type Json, type Value } from '../../json.ts';
import { canonical, equals } from '../values.ts';
import { ANY_NUMBER, type BuiltIns, builtIn } from './built-in.ts';

const has = (array: readonly Json[], value: Value) => array.some((item) => equals(item, value));

/** Does `item` have every property of `pattern`? Anything but two objects must be equal. */
const covers = (item: Value, pattern: Value): boolean =>
  isObject(item) && isObject(pattern)
    ? Object.keys(pattern).every((name) => Object.hasOwn(item, name) && covers(item[name], pattern[name]))
    : item !== undefined && equals(item, pattern);

const isDefined = (value: Value): value is Json => value !== undefined;

const distinct = (array: readonly Json[]) => [...new Map(array.map((item) => [canonical(item), item])).values()];

const twoSets = (apply: (a: Json[], b: Json[]) => Json[]) =>
  builtIn(2, 2, (a, b) => (Array.isArray(a) && Array.isArray(b) ? distinct(apply(a, b)) : undefined));

const quantified = (test: (array: Json[], wanted: Value[]) => boolean) =>
  builtIn(2, ANY_NUMBER, (array, ...wanted) => (Array.isArray(array) ? test(array, wanted) : undefined));

const slice = (array: Value, from: Value, length: Value) => {
  if (!Array.isArray(array) || typeof from !== 'number') return undefined;
  const start = from < 0 ? Math.max(0, array.length + from) : from;
  if (length === undefined) return array.slice(start);
  return typeof length === 'number' ? array.slice(start, start + Math.max(0, length)) : undefined;
};

export const ARRAYS: BuiltIns = {
  ARRAY_CONCAT: builtIn(2, ANY_NUMBER, (...arrays) => {
    const given = arrays.filter((array) => Array.isArray(array));
    return given.length === arrays.length ? given.flat() : undefined;
  }),
  ARRAY_CONTAINS: builtIn(2, 3, (array, value, partial) => {
    if (!Array.isArray(array) || value === undefined) return undefined;
    return partial === true ? array.some((item) => covers(item, value)) : has(array, value);
  }),
  ARRAY_CONTAINS_ALL: quantified((array, wanted) => wanted.every((value) => has(array, value))),
  ARRAY_CONTAINS_ANY: quantified((array, wanted) => wanted.some((value) => has(array, value))),
  ARRAY_LENGTH: builtIn(1, 1, (array) => (Array.isArray(array) ? array.length : undefined)),
  ARRAY_SLICE: builtIn(2, 3, slice),
  CHOOSE: builtIn(2, ANY_NUMBER, (index, ...options) => (typeof index === 'number' ? options[index - 1] : undefined)),
  OBJECTTOARRAY: builtIn(1, 3, (object, name = 'k', value = 'v') =>
    isObject(object) && typeof name === 'string' && typeof value === 'string'
      ? Object.entries(object).map(([key, member]) => ({ [name]: key, [value]: member }))
      : undefined,
  ),
  SETDIFFERENCE: twoSets((a, b) => a.filter((item) => !has(b, item))),
  SETINTERSECT: twoSets((a, b) => a.filter((item) => has(b, item))),
  SETUNION: twoSets((a, b) => [...a, ...b].filter(isDefined)),
};
