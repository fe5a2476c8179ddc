import { LRUCache } from 'lru-cache';
import { badRequest } from '../errors.ts';
import { isObject, type Value } from '../json.ts';
import { DATES } from './dates.ts';
import { compareSameType, equals, isPrimitive } from './values.ts';

/** A function or operator of the query language: how many arguments it takes, and what it makes of them. */
export interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly apply: (...args: Value[]) => Value;
}

type BuiltIns = Readonly<Record<string, BuiltIn>>;

const ANY_NUMBER = Number.POSITIVE_INFINITY;

const builtIn = (least: number, most: number, apply: BuiltIn['apply']): BuiltIn => ({ least, most, apply });

/** A test of one value. */
const test = (accepts: (value: Value) => boolean) => builtIn(1, 1, accepts);

/** Undefined unless all arguments are numbers; Infinity and NaN are not values of JSON. */
const ofNumbers = (least: number, most: number, apply: (...args: number[]) => number) =>
  builtIn(least, most, (...args) => {
    const numbers = args.filter((arg) => typeof arg === 'number');
    const result = numbers.length === args.length ? apply(...numbers) : undefined;
    return Number.isFinite(result) ? result : undefined;
  });

const ofNumber = (apply: (value: number) => number) => ofNumbers(1, 1, (value = 0) => apply(value));

const ofTwo = (apply: (a: number, b: number) => number) => ofNumbers(2, 2, (a = 0, b = 0) => apply(a, b));

/** Undefined unless all arguments are strings. */
const ofStrings = (least: number, most: number, apply: (...args: string[]) => Value) =>
  builtIn(least, most, (...args) => {
    const strings = args.filter((arg) => typeof arg === 'string');
    return strings.length === args.length ? apply(...strings) : undefined;
  });

const ofString = (apply: (text: string) => Value) => ofStrings(1, 1, (text = '') => apply(text));

const equality = (expected: boolean) =>
  builtIn(2, 2, (a, b) => (a === undefined || b === undefined ? undefined : equals(a, b) === expected));

const ordering = (accepts: (order: number) => boolean) =>
  builtIn(2, 2, (a, b) => {
    const order = compareSameType(a, b);
    return order === undefined ? undefined : accepts(order);
  });

const isBetween = (value: Value, low: Value, high: Value): Value => {
  const [above, below] = [compareSameType(value, low), compareSameType(value, high)];
  return above === undefined || below === undefined ? undefined : above >= 0 && below <= 0;
};

const isIn = (wanted: Value, ...options: Value[]): Value => {
  if (wanted === undefined) return undefined;
  if (options.some((option) => option !== undefined && equals(wanted, option))) return true;
  return options.includes(undefined) ? undefined : false;
};

/** @throws 400 naming what was written, when it is no pattern. */
const regexOf = (source: string, flags: string, written: string): RegExp => {
  try {
    return new RegExp(source, flags);
  } catch {
    throw badRequest(`${written} is not a valid regular expression`);
  }
};

/** `%` any text, `_` one character, `[a-c]` and `[^a-c]` one of a set; the escape character makes the next one plain. */
const likeRegex = (pattern: string, escapeChar: string): RegExp => {
  const parts = pattern.matchAll(/\[[^\]]*\]|./gs);
  let [source, escaped] = ['', false];
  for (const [part] of parts) {
    if (part === escapeChar && !escaped) {
      escaped = true;
      continue;
    }
    if (escaped || !/^[%_[]/.test(part)) source += part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    else source += part === '%' ? '[^]*' : part === '_' ? '[^]' : part.replaceAll('\\', '\\\\');
    escaped = false;
  }
  return regexOf(`^${source}$`, '', `LIKE '${pattern}'`);
};

const patterns = new LRUCache<string, RegExp>({ max: 500 });

const isLike = (text = '', pattern = '', escapeChar = ''): boolean => {
  const key = `${escapeChar} ${pattern}`;
  const regex = patterns.get(key) ?? likeRegex(pattern, escapeChar);
  patterns.set(key, regex);
  return regex.test(text);
};

/** `of.key` and `of[key]` */
export const memberOf = (of: Value, key: Value): Value => {
  if (Array.isArray(of)) return typeof key === 'number' ? of[key] : undefined;
  if (typeof key !== 'string' || !isObject(of)) return undefined;
  return Object.hasOwn(of, key) ? of[key] : undefined;
};

const OPERATORS: BuiltIns = {
  '[]': builtIn(0, ANY_NUMBER, (...items) => items.filter((item) => item !== undefined)),
  '=': equality(true),
  '!=': equality(false),
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
  IN: builtIn(2, ANY_NUMBER, isIn),
  BETWEEN: builtIn(3, 3, isBetween),
  LIKE: ofStrings(2, 3, isLike),
  NOT: builtIn(1, 1, (value) => (typeof value === 'boolean' ? !value : undefined)),
  '||': ofStrings(2, 2, (a = '', b = '') => a + b),
  '+': ofNumbers(1, 2, (a = 0, b = 0) => a + b),
  '-': ofNumbers(1, 2, (a = 0, b) => (b === undefined ? -a : a - b)),
  '*': ofTwo((a, b) => a * b),
  '/': ofTwo((a, b) => a / b),
  '%': ofTwo((a, b) => a % b),
};

/** A test of two strings with an optional third argument that turns off the distinction of case. */
const comparison = (holds: (text: string, other: string) => boolean) =>
  builtIn(2, 3, (text, other, ignoreCase) => {
    if (typeof text !== 'string' || typeof other !== 'string') return undefined;
    return ignoreCase === true ? holds(text.toLowerCase(), other.toLowerCase()) : holds(text, other);
  });

const part = (text: Value, from: Value, length: Value): Value => {
  if (typeof text !== 'string' || typeof from !== 'number' || typeof length !== 'number') return undefined;
  return text.slice(Math.max(0, from), Math.max(0, from) + Math.max(0, length));
};

const matches = (text = '', pattern = '', flags = '') =>
  regexOf(pattern, flags, `RegexMatch: /${pattern}/${flags}`).test(text);

const toNumber = (text: string) => (/^\s*-?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined);

const toText = (value: Value) => (value === undefined || typeof value === 'string' ? value : JSON.stringify(value));

const STRINGS: BuiltIns = {
  CONCAT: ofStrings(2, ANY_NUMBER, (...parts) => parts.join('')),
  CONTAINS: comparison((text, inner) => text.includes(inner)),
  ENDSWITH: comparison((text, end) => text.endsWith(end)),
  INDEX_OF: ofStrings(2, 2, (text = '', inner = '') => text.indexOf(inner)),
  LEFT: builtIn(2, 2, (text, count) => part(text, 0, count)),
  LENGTH: ofString((text) => text.length),
  LOWER: ofString((text) => text.toLowerCase()),
  REGEXMATCH: ofStrings(2, 3, matches),
  REPLACE: ofStrings(3, 3, (text = '', old = '', by = '') => (old === '' ? text : text.replaceAll(old, () => by))),
  REVERSE: ofString((text) => [...text].reverse().join('')),
  RIGHT: builtIn(2, 2, (text, count) => part(text, String(text).length - Number(count), count)),
  STARTSWITH: comparison((text, start) => text.startsWith(start)),
  STRINGEQUALS: comparison((text, other) => text === other),
  STRINGTONUMBER: ofString(toNumber),
  SUBSTRING: builtIn(3, 3, part),
  TOSTRING: builtIn(1, 1, toText),
  TRIM: ofString((text) => text.trim()),
  UPPER: ofString((text) => text.toUpperCase()),
};

/** Away from zero at the half, unlike `Math.round`. */
const round = (value = 0, digits = 0) => {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
};

const MATH: BuiltIns = {
  ABS: ofNumber(Math.abs),
  CEILING: ofNumber(Math.ceil),
  FLOOR: ofNumber(Math.floor),
  POWER: ofTwo((value, exponent) => value ** exponent),
  ROUND: ofNumbers(1, 2, round),
  SQRT: ofNumber(Math.sqrt),
};

/** Does `item` have every property of `pattern`? Anything but two objects must be equal. */
const covers = (item: Value, pattern: Value): boolean =>
  isObject(item) && isObject(pattern)
    ? Object.keys(pattern).every((name) => Object.hasOwn(item, name) && covers(item[name], pattern[name]))
    : item !== undefined && equals(item, pattern);

const contains = (array: Value, value: Value, partial?: Value): Value => {
  if (!Array.isArray(array) || value === undefined) return undefined;
  return array.some((item) => (partial === true ? covers(item, value) : equals(item, value)));
};

const slice = (array: Value, from: Value, length: Value = ANY_NUMBER): Value => {
  if (!Array.isArray(array) || typeof from !== 'number' || typeof length !== 'number') return undefined;
  const start = from < 0 ? Math.max(0, array.length + from) : from;
  return array.slice(start, start + Math.max(0, length));
};

const ARRAYS: BuiltIns = {
  ARRAY_CONCAT: builtIn(2, ANY_NUMBER, (...arrays) => (arrays.every(Array.isArray) ? arrays.flat() : undefined)),
  ARRAY_CONTAINS: builtIn(2, 3, contains),
  ARRAY_LENGTH: builtIn(1, 1, (array) => (Array.isArray(array) ? array.length : undefined)),
  ARRAY_SLICE: builtIn(2, 3, slice),
};

const TYPES: BuiltIns = {
  IS_ARRAY: test(Array.isArray),
  IS_BOOL: test((value) => typeof value === 'boolean'),
  IS_DEFINED: test((value) => value !== undefined),
  IS_NULL: test((value) => value === null),
  IS_NUMBER: test((value) => typeof value === 'number'),
  IS_OBJECT: test(isObject),
  IS_PRIMITIVE: test(isPrimitive),
  IS_STRING: test((value) => typeof value === 'string'),
};

/** Every operator and function that depends on nothing but its arguments, by upper-case name. */
export const FUNCTIONS: BuiltIns = { ...OPERATORS, ...STRINGS, ...MATH, ...ARRAYS, ...TYPES, ...DATES };
