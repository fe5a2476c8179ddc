import { isObject, type Value } from '../json.ts';
import { compareSameType, equals, isPrimitive } from './values.ts';

/** A function or operator of the query language: how many arguments it takes, and what it makes of them. */
interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly apply: (...args: Value[]) => Value;
}

const builtIn = (least: number, most: number, apply: BuiltIn['apply']): BuiltIn => ({ least, most, apply });

/** A test of one value. */
const test = (accepts: (value: Value) => boolean) => builtIn(1, 1, accepts);

/** Undefined for anything but a string. */
const ofString = (apply: (text: string) => Value) =>
  builtIn(1, 1, (text) => (typeof text === 'string' ? apply(text) : undefined));

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

/** A test of two strings with an optional third argument that turns off the distinction of case. */
const comparison = (holds: (text: string, other: string) => boolean) =>
  builtIn(2, 3, (text, other, ignoreCase) => {
    if (typeof text !== 'string' || typeof other !== 'string') return undefined;
    return ignoreCase === true ? holds(text.toLowerCase(), other.toLowerCase()) : holds(text, other);
  });

/** Does `item` have every property of `pattern`? Anything but two objects must be equal. */
const covers = (item: Value, pattern: Value): boolean =>
  isObject(item) && isObject(pattern)
    ? Object.keys(pattern).every((name) => Object.hasOwn(item, name) && covers(item[name], pattern[name]))
    : item !== undefined && equals(item, pattern);

const contains = (array: Value, value: Value, partial?: Value): Value => {
  if (!Array.isArray(array) || value === undefined) return undefined;
  return array.some((item) => (partial === true ? covers(item, value) : equals(item, value)));
};

/** `of.key` and `of[key]` */
export const memberOf = (of: Value, key: Value): Value => {
  if (Array.isArray(of)) return typeof key === 'number' ? of[key] : undefined;
  if (typeof key !== 'string' || !isObject(of)) return undefined;
  return Object.hasOwn(of, key) ? of[key] : undefined;
};

/** The operators and functions by upper-case name. */
export const FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  '=': equality(true),
  '!=': equality(false),
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
  '-': builtIn(1, 1, (value) => (typeof value === 'number' ? -value : undefined)),
  IN: builtIn(2, Number.POSITIVE_INFINITY, isIn),
  BETWEEN: builtIn(3, 3, isBetween),
  NOT: builtIn(1, 1, (value) => (typeof value === 'boolean' ? !value : undefined)),
  CONTAINS: comparison((text, inner) => text.includes(inner)),
  ENDSWITH: comparison((text, end) => text.endsWith(end)),
  STARTSWITH: comparison((text, start) => text.startsWith(start)),
  STRINGEQUALS: comparison((text, other) => text === other),
  LENGTH: ofString((text) => text.length),
  LOWER: ofString((text) => text.toLowerCase()),
  UPPER: ofString((text) => text.toUpperCase()),
  ARRAY_CONTAINS: builtIn(2, 3, contains),
  ARRAY_LENGTH: builtIn(1, 1, (array) => (Array.isArray(array) ? array.length : undefined)),
  IS_ARRAY: test(Array.isArray),
  IS_BOOL: test((value) => typeof value === 'boolean'),
  IS_DEFINED: test((value) => value !== undefined),
  IS_NULL: test((value) => value === null),
  IS_NUMBER: test((value) => typeof value === 'number'),
  IS_OBJECT: test(isObject),
  IS_PRIMITIVE: test(isPrimitive),
  IS_STRING: test((value) => typeof value === 'string'),
};
