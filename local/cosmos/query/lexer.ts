import { sqlError } from '../errors.ts';

export interface Token {
  readonly type: 'keyword' | 'name' | 'number' | 'string' | 'parameter' | 'symbol' | 'end';
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

const tokenOf = (
  groups: Readonly<Record<string, string | undefined>>,
): [Token['type'], string, Token['value']?] | undefined => {
  const { number, string, parameter, name, symbol } = groups;
  if (number) return ['number', number, Number(number)];
  if (string) return ['string', string, unquote(string)];
  if (parameter) return ['parameter', parameter];
  if (symbol) return ['symbol', symbol];
  if (name) return isReserved(name) ? ['keyword', name, name.toUpperCase()] : ['name', name];
  return undefined;
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
    const token = tokenOf(groups);
    if (!token) continue;
    const [type, text, value = text] = token;
    tokens.push({ type, text, value, start, end: TOKEN.lastIndex });
  }
  tokens.push({ type: 'end', text: '', value: '', start: sql.length, end: sql.length });
  return tokens;
};
