import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Content } from './broker/content.ts';
import { badArgument } from './errors.ts';

type Filter = (content: Content) => boolean;

/** What filters can name beside application properties, and rhea's names for it. */
const FIELDS = {
  correlationId: 'correlation_id',
  messageId: 'message_id',
  to: 'to',
  replyTo: 'reply_to',
  label: 'subject',
  sessionId: 'group_id',
  replyToSessionId: 'reply_to_group_id',
  contentType: 'content_type',
} as const;
const fieldNames = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

const value = z.union([z.string(), z.number(), z.boolean()]);
const name = z.string().min(1).max(50);
const sqlFilter = z.strictObject({ sqlExpression: z.string().max(1024) });
/** Names beside `properties` are checked when the rule is compiled. */
const correlationFilter = z.object({ properties: z.record(z.string(), value).default({}) }).catchall(z.unknown());

/** A rule of a subscription, written as in ARM. */
export const ruleSchema = z.union(
  [
    z.strictObject({ name, filterType: z.literal('SqlFilter').optional(), sqlFilter }),
    z.strictObject({ name, filterType: z.literal('CorrelationFilter').optional(), correlationFilter }),
  ],
  { error: 'a rule has a name and either a sqlFilter or a correlationFilter' },
);

const literal = (given: unknown) => (typeof given === 'string' ? `'${given.replaceAll("'", "''")}'` : String(given));

/** What decides whether a message matches a rule. Throws `argument-error` when the rule is not understood. */
export const compileRule = (rule: z.output<typeof ruleSchema>): Filter => {
  if ('sqlFilter' in rule) return compileSql(rule.sqlFilter.sqlExpression);
  const { properties, ...system } = rule.correlationFilter;
  const wanted = Object.entries({ sys: system, user: properties }).flatMap(([scope, values]) =>
    Object.entries(values).map(([key, is]) => `${scope}.${key} = ${literal(is)}`),
  );
  return compileSql(wanted.join(' AND ') || '1 = 1');
};

const TOKEN = new RegExp(
  [
    String.raw`(?<verbatim>(?:AND|OR|NOT|IN|LIKE|IS|NULL|TRUE|FALSE)\b|'(?:[^']|'')*'|-?\d+(?:\.\d+)?|<>|!=|<=|>=|[=<>(),])`,
    String.raw`EXISTS\s*\(\s*(?<exists>(?:\w+\.)?\w+)\s*\)`,
    String.raw`(?<property>(?:\w+\.)?[A-Za-z_]\w*)`,
    String.raw`(?<other>\S)`,
  ].join('|'),
  'gi',
);

/** Evaluates the filters: the dialect of Service Bus is a part of SQLite's, in which properties are parameters. */
const database = new DatabaseSync(':memory:');
database.exec('PRAGMA case_sensitive_like = ON');

/** A property as a parameter. Dates compare as milliseconds; bytes and other types are unknown, as is what is absent. */
const parameterOf = (given: unknown): string | number | null => {
  if (given instanceof Date) return given.getTime();
  if (typeof given === 'boolean') return Number(given);
  return typeof given === 'string' || typeof given === 'number' ? given : null;
};

const propertyOf = (path: string) => {
  const [key = '', scope = 'user'] = path.split('.').reverse();
  const field = fieldNames.find((one) => one.toLowerCase() === key.toLowerCase());
  const isSystem = scope.toLowerCase() === 'sys';
  if (isSystem ? !field : scope.toLowerCase() !== 'user') throw new SyntaxError(`there is no property '${path}'`);
  return ({ decoded }: Content) =>
    parameterOf(isSystem && field ? decoded[FIELDS[field]] : decoded.application_properties?.[key]);
};

/** Turns a SQL filter into a predicate; what is unknown does not match. Throws `argument-error` for what is no filter. */
export const compileSql = (source: string): Filter => {
  const properties: ReturnType<typeof propertyOf>[] = [];
  const parameter = (path: string) => `?${properties.push(propertyOf(path))}`;
  try {
    const sql = source.replace(TOKEN, (text, verbatim, exists, property) => {
      if (verbatim !== undefined) return verbatim;
      if (exists !== undefined) return `(${parameter(exists)} IS NOT NULL)`;
      if (property !== undefined) return parameter(property);
      throw new SyntaxError(`'${text}' is not understood`);
    });
    const statement = database.prepare(`SELECT (${sql}) AS holds`);
    return (content) => statement.get(...properties.map((property) => property(content)))?.holds === 1;
  } catch (error) {
    throw badArgument(`The SQL filter "${source}" is not valid: ${error instanceof Error ? error.message : error}.`);
  }
};
