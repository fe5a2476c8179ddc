import { LRUCache } from 'lru-cache';
import { isObject, type Value } from '../json.ts';
import { ANY_NUMBER, type BuiltIns, between, builtIn, ofNumbers } from './built-in.ts';
import { compareSameType, equals } from './values.ts';

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

const literal = (char: string) => char.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** `%` any text, `_` one character, `[a-c]` and `[^a-c]` one of a set; the escape character makes the next one plain. */
const toRegex = (pattern: string, escapeChar: string | undefined): RegExp => {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const setEnd = char === '[' ? pattern.indexOf(']', at + 1) : -1;
    if (char === escapeChar) {
      at += 1;
      source += literal(pattern.charAt(at));
    } else if (setEnd > 0) {
      source += pattern.slice(at, setEnd + 1).replaceAll('\\', '\\\\');
      at = setEnd;
    } else source += char === '%' ? '[^]*' : char === '_' ? '[^]' : literal(char);
  }
  return new RegExp(`^${source}$`);
};

const patterns = new LRUCache<string, RegExp>({ max: 500 });

const isLike = (text: Value, pattern: Value, escapeChar?: Value): Value => {
  if (typeof text !== 'string' || typeof pattern !== 'string') return undefined;
  const char = typeof escapeChar === 'string' ? escapeChar : undefined;
  const key = `${char}${pattern}`;
  const regex = patterns.get(key) ?? toRegex(pattern, char);
  patterns.set(key, regex);
  return regex.test(text);
};

/** `of.key` and `of[key]` */
export const memberOf = (of: Value, key: Value): Value => {
  if (Array.isArray(of)) return typeof key === 'number' ? of[key] : undefined;
  if (typeof key !== 'string' || !isObject(of)) return undefined;
  return Object.hasOwn(of, key) ? of[key] : undefined;
};

/** The operators that look at the values of all their operands; `AND`, `OR`, `??` and `?:` do not. */
export const OPERATORS: BuiltIns = {
  '.': builtIn(2, 2, memberOf),
  '[]': builtIn(0, ANY_NUMBER, (...items) => items.filter((item) => item !== undefined)),
  '=': equality(true),
  '!=': equality(false),
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
  IN: builtIn(2, ANY_NUMBER, isIn),
  BETWEEN: builtIn(3, 3, isBetween),
  LIKE: builtIn(2, 3, isLike),
  NOT: builtIn(1, 1, (value) => (typeof value === 'boolean' ? !value : undefined)),
  '||': builtIn(2, 2, (a, b) => (typeof a === 'string' && typeof b === 'string' ? a + b : undefined)),
  '+': ofNumbers(1, 2, (a = 0, b) => (b === undefined ? a : a + b)),
  '-': ofNumbers(1, 2, (a = 0, b) => (b === undefined ? -a : a - b)),
  '*': between((a, b) => a * b),
  '/': between((a, b) => a / b),
  '%': between((a, b) => a % b),
  '&': between((a, b) => a & b),
  '|': between((a, b) => a | b),
  '^': between((a, b) => a ^ b),
  '<<': between((a, b) => a << b),
  '>>': between((a, b) => a >> b),
  '>>>': between((a, b) => a >>> b),
  '~': ofNumbers(1, 1, (value = 0) => ~value),
};
