import { sqlError } from '../errors.ts';

export interface Token {
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

export const isReserved = (word: string) => KEYWORDS.has(word.toUpperCase());

const TOKEN =
  /(?:\s+|--[^\n]*)|(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<parameter>@\w+)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol>!=|<=|>=|<>|\|\||\?\?|[-=<>+*/%()[\]{},.:?])/isuy;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unquote = (text: string) =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([\da-f]{4})|(.))/gis, (_, code: string | undefined, char: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char] ?? char),
    );

/** @throws 400 (SC1001) at the first character that begins no token. */
const tokenize = (sql: string): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(sql)?.groups;
    const end = TOKEN.lastIndex;
    const near = sql.slice(start, start + 10);
    if (!groups) throw sqlError('SC1001', `Syntax error, invalid token near '${near}'.`, { start, end: start + 1 });
    const { number, string, parameter, name, symbol } = groups;
    const text = number ?? string ?? parameter ?? name ?? symbol;
    const reserved = name !== undefined && isReserved(name);
    if (text === undefined) continue;
    if (number) tokens.push({ type: 'number', text, value: Number(number), start, end });
    else if (string) tokens.push({ type: 'string', text, value: unquote(string), start, end });
    else if (reserved) tokens.push({ type: 'keyword', text, value: text.toUpperCase(), start, end });
    else tokens.push({ type: parameter ? 'parameter' : name ? 'name' : 'symbol', text, value: text, start, end });
  }
  tokens.push({ type: 'end', text: '', value: '', start: sql.length, end: sql.length });
  return tokens;
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

  arguments<T>(one: () => T, open = '(', close = ')'): T[] {
    return this.enclosed(() => (this.is(close) ? [] : this.list(one)), open, close);
  }

  enclosed<T>(parse: () => T, open = '(', close = ')'): T {
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
    const { type, text } = this.peek();
    if (type !== 'name') this.fail();
    this.#at += 1;
    return text;
  }

  skip() {
    this.#at += 1;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.fail();
  }

  is(text: string, ahead = 0): boolean {
    const { type, value } = this.peek(ahead);
    return (type === 'keyword' || type === 'symbol') && value === text;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string) {
    if (!this.accept(text)) this.fail();
  }

  fail(): never {
    const { text = '', start = 0, end = 0 } = this.#tokens[this.#at] ?? {};
    throw sqlError('SC1001', `Syntax error, incorrect syntax near '${text}'.`, { start, end });
  }
}
