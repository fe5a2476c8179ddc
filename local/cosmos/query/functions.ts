import { badRequest } from '../errors.ts';
import { isObject, type Json, type Value } from '../json.ts';
import { ANY_NUMBER, type BuiltIns, builtIn, ofNumbers, ofStrings } from './built-in.ts';
import { DATES } from './dates.ts';
import { equals, isPrimitive, rankOf, TYPE_ORDER } from './values.ts';

/** A test of two strings with an optional third argument that turns off the distinction of case. */
const comparison = (test: (text: string, other: string) => boolean) =>
  builtIn(2, 3, (text, other, ignoreCase) => {
    if (typeof text !== 'string' || typeof other !== 'string') return undefined;
    return ignoreCase === true ? test(text.toLowerCase(), other.toLowerCase()) : test(text, other);
  });

const stripped = (pattern: RegExp) => ofStrings(1, 1, (text = '') => text.replace(pattern, ''));

const shortened = (apply: (text: string, count: number) => string) =>
  builtIn(2, 2, (text, count) =>
    typeof text === 'string' && typeof count === 'number' ? apply(text, Math.max(0, count)) : undefined,
  );

const matches = (text = '', pattern = '', flags = '') => {
  try {
    return new RegExp(pattern, flags).test(text);
  } catch {
    throw badRequest(`RegexMatch: /${pattern}/${flags} is not a valid regular expression`);
  }
};

const STRINGS: BuiltIns = {
  CONCAT: ofStrings(2, ANY_NUMBER, (...parts) => parts.join('')),
  CONTAINS: comparison((text, part) => text.includes(part)),
  ENDSWITH: comparison((text, end) => text.endsWith(end)),
  INDEX_OF: builtIn(2, 3, (text, part, from = 0) =>
    typeof text === 'string' && typeof part === 'string' && typeof from === 'number'
      ? text.indexOf(part, from)
      : undefined,
  ),
  LEFT: shortened((text, count) => text.slice(0, count)),
  LENGTH: ofStrings(1, 1, (text = '') => text.length),
  LOWER: ofStrings(1, 1, (text = '') => text.toLowerCase()),
  LTRIM: stripped(/^\s+/),
  REGEXMATCH: ofStrings(2, 3, matches),
  REPLACE: ofStrings(3, 3, (text = '', part = '', by = '') => (part === '' ? text : text.replaceAll(part, () => by))),
  REVERSE: ofStrings(1, 1, (text = '') => [...text].reverse().join('')),
  RIGHT: shortened((text, count) => text.slice(Math.max(0, text.length - count))),
  RTRIM: stripped(/\s+$/),
  STARTSWITH: comparison((text, start) => text.startsWith(start)),
  STRINGEQUALS: comparison((text, other) => text === other),
  STRINGTONUMBER: ofStrings(1, 1, (text = '') =>
    /^\s*-?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined,
  ),
  SUBSTRING: builtIn(3, 3, (text, from, length) => {
    if (typeof text !== 'string' || typeof from !== 'number' || typeof length !== 'number') return undefined;
    const start = Math.max(0, from);
    return text.slice(start, start + Math.max(0, length));
  }),
  TOSTRING: builtIn(1, 1, (value) =>
    value === undefined || typeof value === 'string' ? value : JSON.stringify(value),
  ),
  TRIM: stripped(/^\s+|\s+$/g),
  UPPER: ofStrings(1, 1, (text = '') => text.toUpperCase()),
};

/** Away from zero at the half, unlike `Math.round`. */
const round = (value = 0, digits = 0) => {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
};

const MATH: BuiltIns = {
  ABS: ofNumbers(1, 1, (value = 0) => Math.abs(value)),
  CEILING: ofNumbers(1, 1, (value = 0) => Math.ceil(value)),
  EXP: ofNumbers(1, 1, (value = 0) => Math.exp(value)),
  FLOOR: ofNumbers(1, 1, (value = 0) => Math.floor(value)),
  LOG: ofNumbers(1, 2, (value = 0, base = Math.E) => Math.log(value) / Math.log(base)),
  LOG10: ofNumbers(1, 1, (value = 0) => Math.log10(value)),
  POWER: ofNumbers(2, 2, (value = 0, exponent = 0) => value ** exponent),
  ROUND: ofNumbers(1, 2, round),
  SIGN: ofNumbers(1, 1, (value = 0) => Math.sign(value)),
  SQRT: ofNumbers(1, 1, (value = 0) => Math.sqrt(value)),
  SQUARE: ofNumbers(1, 1, (value = 0) => value * value),
  TRUNC: ofNumbers(1, 1, (value = 0) => Math.trunc(value)),
};

const has = (array: readonly Json[], value: Value) => array.some((item) => equals(item, value));

/** Does `item` have every property of `pattern`? Anything but two objects must be equal. */
const covers = (item: Value, pattern: Value): boolean =>
  isObject(item) && isObject(pattern)
    ? Object.keys(pattern).every((name) => Object.hasOwn(item, name) && covers(item[name], pattern[name]))
    : item !== undefined && equals(item, pattern);

const contains = (array: Value, value: Value, partial?: Value): Value => {
  if (!Array.isArray(array) || value === undefined) return undefined;
  return partial === true ? array.some((item) => covers(item, value)) : has(array, value);
};

const slice = (array: Value, from: Value, length?: Value): Value => {
  if (!Array.isArray(array) || typeof from !== 'number') return undefined;
  const start = from < 0 ? Math.max(0, array.length + from) : from;
  if (length === undefined) return array.slice(start);
  return typeof length === 'number' ? array.slice(start, start + Math.max(0, length)) : undefined;
};

const ARRAYS: BuiltIns = {
  ARRAY_CONCAT: builtIn(2, ANY_NUMBER, (...arrays) => {
    const given = arrays.filter((array) => Array.isArray(array));
    return given.length === arrays.length ? given.flat() : undefined;
  }),
  ARRAY_CONTAINS: builtIn(2, 3, contains),
  ARRAY_CONTAINS_ALL: builtIn(2, ANY_NUMBER, (array, ...wanted) =>
    Array.isArray(array) ? wanted.every((value) => has(array, value)) : undefined,
  ),
  ARRAY_CONTAINS_ANY: builtIn(2, ANY_NUMBER, (array, ...wanted) =>
    Array.isArray(array) ? wanted.some((value) => has(array, value)) : undefined,
  ),
  ARRAY_LENGTH: builtIn(1, 1, (array) => (Array.isArray(array) ? array.length : undefined)),
  ARRAY_SLICE: builtIn(2, 3, slice),
};

const TYPES: BuiltIns = {
  IIF: builtIn(3, 3, (test, yes, no) => (test === true ? yes : no)),
  IS_ARRAY: builtIn(1, 1, Array.isArray),
  IS_BOOL: builtIn(1, 1, (value) => typeof value === 'boolean'),
  IS_DEFINED: builtIn(1, 1, (value) => value !== undefined),
  IS_INTEGER: builtIn(1, 1, (value) => Number.isInteger(value)),
  IS_NULL: builtIn(1, 1, (value) => value === null),
  IS_NUMBER: builtIn(1, 1, (value) => typeof value === 'number'),
  IS_OBJECT: builtIn(1, 1, isObject),
  IS_PRIMITIVE: builtIn(1, 1, isPrimitive),
  IS_STRING: builtIn(1, 1, (value) => typeof value === 'string'),
  TYPE: builtIn(1, 1, (value) => (value === undefined ? undefined : TYPE_ORDER[rankOf(value)])),
};

/** Every function of the query language that depends on nothing but its arguments, by upper-case name. */
export const FUNCTIONS: BuiltIns = { ...STRINGS, ...MATH, ...ARRAYS, ...TYPES, ...DATES };
