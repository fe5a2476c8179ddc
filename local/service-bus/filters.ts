import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Content } from './broker/content.ts';
import { badArgument } from './errors.ts';

type Filter = (content: Content) => boolean;
type Property = (content: Content) => unknown;

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
type SystemProperty = keyof typeof FIELDS;
const systemNames = Object.keys(FIELDS) as SystemProperty[];

const name = z.string().min(1).max(50);
const texts = Object.fromEntries(systemNames.map((field) => [field, z.string().optional()]));
const correlationFilter = z.strictObject({
  ...(texts as Record<SystemProperty, z.ZodOptional<z.ZodString>>),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
const sqlFilter = z.strictObject({ sqlExpression: z.string().max(1024) });

/** A rule of a subscription, written as in ARM. */
export const ruleSchema = z.union(
  [
    z.strictObject({ name, filterType: z.literal('SqlFilter').optional(), sqlFilter }),
    z.strictObject({ name, filterType: z.literal('CorrelationFilter').optional(), correlationFilter }),
  ],
  { error: 'a rule has a name and either a sqlFilter or a correlationFilter' },
);
type Rule = z.infer<typeof ruleSchema>;

const comparable = (value: unknown) => (value instanceof Date ? value.getTime() : value);

/** What decides whether a message matches a rule. Throws `argument-error` when a SQL expression is not understood. */
export const compileRule = (rule: Rule): Filter => {
  if ('sqlFilter' in rule) return compileSql(rule.sqlFilter.sqlExpression);
  const { properties = {}, ...system } = rule.correlationFilter;
  return ({ decoded }) =>
    systemNames.every((field) => system[field] === undefined || decoded[FIELDS[field]] === system[field]) &&
    Object.entries(properties).every(([key, wanted]) => comparable(decoded.application_properties?.[key]) === wanted);
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

const propertyOf = (path: string): Property => {
  const [key = '', scope = 'user'] = path.split('.').reverse();
  if (scope.toLowerCase() === 'user') return ({ decoded }) => decoded.application_properties?.[key];
  const field = systemNames.find((one) => one.toLowerCase() === key.toLowerCase());
  if (scope.toLowerCase() !== 'sys' || !field) throw new SyntaxError(`there is no property '${path}'`);
  return ({ decoded }) => decoded[FIELDS[field]];
};

/** A property as a parameter. Bytes and other types are unknown, as is what is absent. */
const parameterOf = (value: unknown): string | number | null => {
  const plain = comparable(typeof value === 'boolean' ? Number(value) : value);
  return typeof plain === 'string' || typeof plain === 'number' ? plain : null;
};

/** Turns a SQL filter into a predicate; what is unknown does not match. Throws `argument-error` for what is no filter. */
export const compileSql = (source: string): Filter => {
  const properties: Property[] = [];
  const parameter = (path: string) => `?${properties.push(propertyOf(path))}`;
  try {
    const sql = source.replace(TOKEN, (text, verbatim, exists, property) => {
      if (verbatim !== undefined) return verbatim;
      if (exists !== undefined) return `(${parameter(exists)} IS NOT NULL)`;
      if (property !== undefined) return parameter(property);
      throw new SyntaxError(`'${text}' is not understood`);
    });
    const statement = database.prepare(`SELECT (${sql}) AS holds`);
    return (content) => statement.get(...properties.map((property) => parameterOf(property(content))))?.holds === 1;
  } catch (error) {
    throw badArgument(`The SQL filter "${source}" is not valid: ${error instanceof Error ? error.message : error}.`);
  }
};
