import { notSimulated, sqlError } from '../errors.ts';

interface Token {
  /** keyword, name, number, string, parameter, symbol or end */
  readonly type: string;
  /** As written. */
  readonly text: string;
  /** Meaning of a number or string; a keyword in upper case. */
  readonly value: number | string;
  readonly start: number;
  readonly end: number;
}

// All of them are reserved, after a dot as well: `c.value` must be written `c["value"]`.
const KEYWORDS = new Set(
  `SELECT DISTINCT TOP VALUE FROM JOIN IN WHERE GROUP ORDER BY ASC DESC OFFSET LIMIT AND OR NOT BETWEEN LIKE ESCAPE
   EXISTS AS TRUE FALSE NULL UNDEFINED`.split(/\s+/),
);

/** What the language has and the stand-in has not; each is met where nothing else would make sense. */
const NOT_SIMULATED = new Set('SELECT DISTINCT JOIN GROUP LIKE EXISTS + - * / % || ?? ?'.split(' '));

const TOKEN =
  /\s+|--[^\n]*|(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<parameter>@\w+)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol>!=|<=|>=|<>|\|\||\?\?|[-=<>+*/%()[\]{},.:?])|(?<unknown>.)/gisu;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unquote = (text: string) =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([\da-f]{4})|(.))/gis, (_, code: string | undefined, char: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char] ?? char),
    );

const meaningOf = (type: string, text: string): Pick<Token, 'type' | 'value'> => {
  if (type === 'number') return { type, value: Number(text) };
  if (type === 'string') return { type, value: unquote(text) };
  const word = text.toUpperCase();
  return type === 'name' && KEYWORDS.has(word) ? { type: 'keyword', value: word } : { type, value: text };
};

/** @throws 400 (SC1001) at the first character that begins no token. */
const tokenize = (sql: string): Token[] => {
  const tokens: Token[] = [];
  for (const { index: start, groups = {} } of sql.matchAll(TOKEN)) {
    const [type, text] = Object.entries<string | undefined>(groups).find(([, found]) => found !== undefined) ?? [];
    if (type === undefined || text === undefined) continue;
    const token = { ...meaningOf(type, text), text, start, end: start + text.length };
    if (type === 'unknown') throw sqlError('SC1001', `Syntax error, invalid token near '${text}'.`, token);
    tokens.push(token);
  }
  return [...tokens, { type: 'end', text: '', value: '', start: sql.length, end: sql.length }];
};

/** A place in the tokens of a query, and the ways to go on from there. Each throws 400 (SC1001) where something else stands. */
export class TokenReader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = tokenize(sql);
  }

  arguments<T>(open: string, one: () => T, close: string): T[] {
    return this.enclosed(open, () => (this.is(close) ? [] : this.list(one)), close);
  }

  enclosed<T>(open: string, parse: () => T, close: string): T {
    const inner = this.after(open, parse);
    this.expect(close);
    return inner;
  }

  after<T>(token: string, parse: () => T): T {
    this.expect(token);
    return parse();
  }

  list<T>(one: () => T, separator = ','): T[] {
    const entries = [one()];
    while (this.accept(separator)) entries.push(one());
    return entries;
  }

  /** What was parsed, and its source text. */
  written<T>(parse: () => T): [T, string] {
    const { start } = this.peek();
    const parsed = parse();
    return [parsed, this.#sql.slice(start, this.#tokens[this.#at - 1]?.end)];
  }

  name(): string {
    return this.peek().type === 'name' ? this.next().text : this.fail();
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? this.fail();
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  is(...texts: readonly string[]): boolean {
    const { type, value } = this.peek();
    return (type === 'keyword' || type === 'symbol') && texts.includes(String(value));
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string) {
    if (!this.accept(text)) this.fail();
  }

  /** @throws 501 for what would be right on Azure. */
  fail(): never {
    const { text, start, end } = this.peek();
    if (NOT_SIMULATED.has(text.toUpperCase())) throw notSimulated(`${text} in a query`);
    throw sqlError('SC1001', `Syntax error, incorrect syntax near '${text}'.`, { start, end });
  }
}
