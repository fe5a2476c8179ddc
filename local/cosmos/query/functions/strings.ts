import { badRequest } from '../../errors.ts';
import { isObject, type Value } from '../../json.ts';
import { ANY_NUMBER, type BuiltIns, builtIn, ofStrings } from './built-in.ts';

/** A test of two strings with an optional third argument that turns off the distinction of case. */
const comparison = (test: (text: string, other: string) => boolean) =>
  builtIn(2, 3, (text, other, ignoreCase) => {
    if (typeof text !== 'string' || typeof other !== 'string') return undefined;
    return ignoreCase === true ? test(text.toLowerCase(), other.toLowerCase()) : test(text, other);
  });

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');

const trimming = (pattern: (characters: string) => RegExp) =>
  ofStrings(1, 2, (text = '', characters) =>
    text.replace(pattern(characters === undefined ? '\\s' : `[${escaped(characters)}]`), ''),
  );

const slice = (apply: (text: string, count: number) => string) =>
  builtIn(2, 2, (text, count) =>
    typeof text === 'string' && typeof count === 'number' ? apply(text, Math.max(0, count)) : undefined,
  );

const parsed = (accepts: (value: Value) => boolean) =>
  builtIn(1, 1, (text) => {
    if (typeof text !== 'string') return undefined;
    try {
      const value: Value = JSON.parse(text);
      return accepts(value) ? value : undefined;
    } catch {
      // What is not JSON has no value: that is the meaning of the function, not a fault.
      return undefined;
    }
  });

const regex = (pattern: string, flags: string) => {
  const known = flags.replace('x', '');
  try {
    return new RegExp(flags.includes('x') ? pattern.replace(/\s+|#.*$/gm, '') : pattern, known);
  } catch {
    throw badRequest(`RegexMatch: /${pattern}/${flags} is not a valid regular expression`);
  }
};

const toText = (value: Value): Value =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

export const STRINGS: BuiltIns = {
  CONCAT: ofStrings(2, ANY_NUMBER, (...parts) => parts.join('')),
  CONTAINS: comparison((text, part) => text.includes(part)),
  ENDSWITH: comparison((text, end) => text.endsWith(end)),
  INDEX_OF: builtIn(2, 3, (text, part, from = 0) =>
    typeof text === 'string' && typeof part === 'string' && typeof from === 'number'
      ? text.indexOf(part, from)
      : undefined,
  ),
  LEFT: slice((text, count) => text.slice(0, count)),
  LENGTH: ofStrings(1, 1, (text = '') => text.length),
  LOWER: ofStrings(1, 1, (text = '') => text.toLowerCase()),
  LTRIM: trimming((set) => new RegExp(`^${set}+`)),
  REGEXMATCH: ofStrings(2, 3, (text = '', pattern = '', flags = '') => regex(pattern, flags).test(text)),
  REPLACE: ofStrings(3, 3, (text = '', part = '', by = '') => (part === '' ? text : text.replaceAll(part, () => by))),
  REPLICATE: builtIn(2, 2, (text, times) =>
    typeof text === 'string' && typeof times === 'number' && times >= 0 && text.length * times <= 10_000
      ? text.repeat(times)
      : undefined,
  ),
  REVERSE: ofStrings(1, 1, (text = '') => [...text].reverse().join('')),
  RIGHT: slice((text, count) => (count === 0 ? '' : text.slice(-count))),
  RTRIM: trimming((set) => new RegExp(`${set}+$`)),
  STARTSWITH: comparison((text, start) => text.startsWith(start)),
  STRINGEQUALS: comparison((text, other) => text === other),
  STRINGJOIN: builtIn(2, 2, (parts, separator) =>
    Array.isArray(parts) && typeof separator === 'string' && parts.every((part) => typeof part === 'string')
      ? parts.join(separator)
      : undefined,
  ),
  STRINGSPLIT: ofStrings(2, 2, (text = '', separator = '') => text.split(separator)),
  STRINGTOARRAY: parsed(Array.isArray),
  STRINGTOBOOLEAN: parsed((value) => typeof value === 'boolean'),
  STRINGTONULL: parsed((value) => value === null),
  STRINGTONUMBER: parsed((value) => typeof value === 'number'),
  STRINGTOOBJECT: parsed(isObject),
  SUBSTRING: builtIn(3, 3, (text, from, length) => {
    if (typeof text !== 'string' || typeof from !== 'number' || typeof length !== 'number') return undefined;
    const start = Math.max(0, from);
    return text.slice(start, start + Math.max(0, length));
  }),
  TOSTRING: builtIn(1, 1, toText),
  TRIM: trimming((set) => new RegExp(`^${set}+|${set}+$`, 'g')),
  UPPER: ofStrings(1, 1, (text = '') => text.toUpperCase()),
};
