import { sqlError } from './sql-error.ts';

export interface Token {
  readonly type: 'keyword' | 'name' | 'number' | 'string' | 'parameter' | 'symbol' | 'end';
  /** As written; keywords in upper case. */
  readonly text: string;
  /** Meaning of a number or string. */
  readonly value: number | string;
  readonly start: number;
}

// All of them are reserved, after a dot as well: `c.value` must be written `c["value"]`.
const KEYWORDS = new Set(
  `SELECT DISTINCT TOP VALUE FROM JOIN IN WHERE GROUP ORDER BY ASC DESC OFFSET LIMIT AND OR NOT BETWEEN LIKE ESCAPE
   EXISTS AS TRUE FALSE NULL UNDEFINED`.split(/\s+/),
);

export const isReserved = (word: string) => KEYWORDS.has(word.toUpperCase());

const TOKEN =
  /(?<blank>\s+|--[^\n]*)|(?<number>0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<parameter>@\w+)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol>!=|<=|>=|<>|\|\||\?\?|<<|>>>|>>|[-=<>+*/%()[\]{},.:?&|^~])/isuy;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unquote = (text: string) =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([\da-f]{4})|(.))/gis, (_, code: string | undefined, char: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char] ?? char),
    );

const word = (text: string, start: number): Token => {
  const upper = text.toUpperCase();
  return KEYWORDS.has(upper)
    ? { type: 'keyword', text: upper, value: text, start }
    : { type: 'name', text, value: text, start };
};

/** @throws 400 (SC1001) at the first character that begins no token. */
export const tokenize = (sql: string): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(sql)?.groups;
    if (!groups)
      throw sqlError('SC1001', `Syntax error, invalid token near '${sql.slice(start, start + 10)}'.`, {
        start,
        end: start + 1,
      });
    const { number, string, parameter, word: name, symbol } = groups;
    if (number) tokens.push({ type: 'number', text: number, value: Number(number), start });
    else if (string) tokens.push({ type: 'string', text: string, value: unquote(string), start });
    else if (parameter) tokens.push({ type: 'parameter', text: parameter, value: parameter, start });
    else if (name) tokens.push(word(name, start));
    else if (symbol) tokens.push({ type: 'symbol', text: symbol, value: symbol, start });
  }
  tokens.push({ type: 'end', text: '', value: '', start: sql.length });
  return tokens;
};
