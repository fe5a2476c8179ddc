import { LRUCache } from 'lru-cache';
import type { Evaluate } from './compile-expression.ts';

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

const compiled = new LRUCache<string, RegExp>({ max: 500 });

const regexOf = (pattern: string, escapeChar: string | undefined): RegExp => {
  const key = JSON.stringify([pattern, escapeChar]);
  const known = compiled.get(key) ?? toRegex(pattern, escapeChar);
  compiled.set(key, known);
  return known;
};

/** `value LIKE pattern ESCAPE escape`; undefined unless value and pattern are strings. */
export const likeMatcher =
  (value: Evaluate, pattern: Evaluate, escaping: Evaluate | undefined): Evaluate =>
  (env) => {
    const [text, wanted, char] = [value(env), pattern(env), escaping?.(env)];
    if (typeof text !== 'string' || typeof wanted !== 'string') return undefined;
    return regexOf(wanted, typeof char === 'string' ? char : undefined).test(text);
  };
