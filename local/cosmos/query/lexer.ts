import { sqlError } from '../errors.ts';

export interface Token {
  readonly type: 'keyword' | 'name' | 'number' | 'string' | 'parameter' | 'symbol' | 'end';
  /** As written; keywords in upper case. */
  readonly text: string;
  /** Meaning of a number or string; any other token as written. */
  readonly value: number | string;
  readonly start: number;
  readonly end: number;
}

// All of them are reserved, after a dot as well: `c.value` must be written `c["value"]`.
const KEYWORDS = new Set(
  `SELECT DISTINCT TOP VALUE FROM JOIN IN WHERE GROUP ORDER BY ASC DESC OFFSET LIMIT AND OR NOT BETWEEN LIKE ESCAPE
   EXISTS AS TRUE FALSE NULL UNDEFINED`.split(/\s+/),
);

const TOKEN =
  /(?:\s+|--[^\n]*)|(?<number>0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<parameter>@\w+)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol>!=|<=|>=|<>|\|\||\?\?|<<|>>>|>>|[-=<>+*/%()[\]{},.:?&|^~])/isuy;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unquote = (text: string) =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([\da-f]{4})|(.))/gis, (_, code: string | undefined, char: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char] ?? char),
    );

/** @throws 400 (SC1001) at the first character that begins no token. */
export const tokenize = (sql: string): Token[] => {
  const tokens: Token[] = [];
  const add = (type: Token['type'], text: string, start: number, value: Token['value'] = text) =>
    tokens.push({ type, text, value, start, end: TOKEN.lastIndex });
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(sql)?.groups;
    if (!groups) {
      const location = { start, end: start + 1 };
      throw sqlError('SC1001', `Syntax error, invalid token near '${sql.slice(start, start + 10)}'.`, location);
    }
    const { number, string, parameter, name, symbol } = groups;
    if (number) add('number', number, start, Number(number));
    else if (string) add('string', string, start, unquote(string));
    else if (parameter) add('parameter', parameter, start);
    else if (symbol) add('symbol', symbol, start);
    else if (name && KEYWORDS.has(name.toUpperCase())) add('keyword', name.toUpperCase(), start, name);
    else if (name) add('name', name, start);
  }
  tokens.push({ type: 'end', text: '', value: '', start: sql.length, end: sql.length });
  return tokens;
};
