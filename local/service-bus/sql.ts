import { DatabaseSync } from 'node:sqlite';
import { type Content, systemProperties } from './broker/content.ts';
import { badArgument } from './errors.ts';

const NAME = String.raw`(?:\[[^\]]*\]|"[^"]*"|[A-Za-z_]\w*)`;
const KEYWORD = String.raw`(?:AND|OR|NOT|IN|LIKE|IS|NULL|ESCAPE|TRUE|FALSE)\b`;
const LITERAL = String.raw`'(?:[^']|'')*'|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const SYMBOL = String.raw`<>|!=|<=|>=|[=<>+\-*/%(),]`;
const TOKEN = new RegExp(
  String.raw`\s*(?:(?<verbatim>${KEYWORD}|${LITERAL}|${SYMBOL})|EXISTS\s*\(\s*(?<exists>${NAME}(?:\.${NAME})?)\s*\)|(?<property>${NAME}(?:\.${NAME})?))`,
  'iy',
);

/** Evaluates the filters: the dialect of Service Bus is a part of SQLite's, in which properties are parameters. */
const database = new DatabaseSync(':memory:');
database.exec('PRAGMA case_sensitive_like = ON');

const systemNames = Object.entries({ ...systemProperties, subject: 'subject' } as const);
const systemByName = new Map(systemNames.map(([name, field]) => [name.toLowerCase(), field]));

type Property = (content: Content) => unknown;

const propertyOf = (text: string): Property => {
  const [first = '', second] = (text.match(new RegExp(NAME, 'g')) ?? []).map((name) =>
    name.replace(/^[["]|[\]"]$/g, ''),
  );
  const scope = second === undefined ? 'user' : first.toLowerCase();
  const name = second ?? first;
  if (scope === 'user') return ({ decoded }) => decoded.application_properties?.[name];
  const field = systemByName.get(name.toLowerCase());
  if (scope !== 'sys' || !field) throw new SyntaxError(`there is no property '${text}'`);
  return ({ decoded }) => decoded[field];
};

/** A property as a parameter. Dates compare as milliseconds; bytes and other types are unknown, as is what is absent. */
const parameterOf = (value: unknown): string | number | null => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
};

/** The filter as SQLite takes it, and the properties that are its parameters. Throws a SyntaxError. */
const translate = (source: string): { sql: string; properties: Property[] } => {
  const pattern = new RegExp(TOKEN);
  const properties: Property[] = [];
  let sql = '';
  const parameter = (text: string) => `?${properties.push(propertyOf(text))}`;
  while (pattern.lastIndex < source.trimEnd().length) {
    const at = pattern.lastIndex;
    const { verbatim, exists, property = '' } = pattern.exec(source)?.groups ?? {};
    if (pattern.lastIndex === 0) throw new SyntaxError(`'${source.slice(at, at + 10).trim()}' is not understood`);
    sql += ` ${verbatim ?? (exists === undefined ? parameter(property) : `(${parameter(exists)} IS NOT NULL)`)}`;
  }
  return { sql, properties };
};

/** Turns a SQL filter into a predicate; what is unknown does not match. Throws `argument-error` for what is no filter. */
export const compileSql = (source: string): ((content: Content) => boolean) => {
  try {
    const { sql, properties } = translate(source);
    const statement = database.prepare(`SELECT (${sql}) AS holds`);
    return (content) => statement.get(...properties.map((property) => parameterOf(property(content))))?.holds === 1;
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw badArgument(`The SQL filter "${source}" is not valid: ${reason}.`);
  }
};
