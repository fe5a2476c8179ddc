import { z } from 'zod';
import { type Content, systemProperties } from './broker/content.ts';
import { alreadyExists, badArgument, notFound } from './errors.ts';
import { compileSql } from './sql.ts';

type SystemProperty = keyof typeof systemProperties;

export const correlationNames = Object.keys(systemProperties) as SystemProperty[];
const value = z.union([z.string(), z.number(), z.boolean()]);
const correlation = z.strictObject({
  ...(Object.fromEntries(correlationNames.map((name) => [name, z.string().optional()])) as Record<
    SystemProperty,
    z.ZodOptional<z.ZodString>
  >),
  properties: z.record(z.string(), value).optional(),
});

/** A rule of a subscription, written as in ARM. */
export const ruleSchema = z
  .strictObject({
    name: z.string().min(1).max(50),
    filterType: z.enum(['SqlFilter', 'CorrelationFilter']).optional(),
    sqlFilter: z.strictObject({ sqlExpression: z.string().max(1024) }).optional(),
    correlationFilter: correlation.optional(),
  })
  .refine(({ sqlFilter, correlationFilter }) => !sqlFilter !== !correlationFilter, {
    error: 'a rule has either a sqlFilter or a correlationFilter',
  })
  .refine(({ filterType, sqlFilter }) => !filterType || (filterType === 'SqlFilter') === Boolean(sqlFilter), {
    error: 'the filterType of a rule is that of the filter it has',
  });

export type Rule = z.infer<typeof ruleSchema>;

/** What a subscription without rules has. */
export const defaultRule: Rule = { name: '$Default', sqlFilter: { sqlExpression: '1=1' } };

type Predicate = (content: Content) => boolean;

const comparable = (given: unknown) => (given instanceof Date ? given.getTime() : given);

/** Throws `argument-error` when a SQL expression is not understood. */
const compile = ({ sqlFilter, correlationFilter }: Rule): Predicate => {
  if (sqlFilter) return compileSql(sqlFilter.sqlExpression);
  const { properties = {}, ...system } = correlationFilter ?? {};
  return ({ decoded }) =>
    correlationNames.every((name) => system[name] === undefined || decoded[systemProperties[name]] === system[name]) &&
    Object.entries(properties).every(([name, wanted]) => comparable(decoded.application_properties?.[name]) === wanted);
};

/** The rules of one subscription: a message is wanted when any of them matches. */
export class RuleSet {
  readonly #rules: Map<string, { rule: Rule; matches: Predicate }>;
  readonly #changed: (rules: readonly Rule[]) => void;

  /** `changed` is told about every change after this. */
  constructor(rules: readonly Rule[], changed: (rules: readonly Rule[]) => void) {
    this.#rules = new Map(rules.map((rule) => [rule.name, { rule, matches: compile(rule) }]));
    this.#changed = changed;
  }

  matches(content: Content): boolean {
    for (const { matches } of this.#rules.values()) if (matches(content)) return true;
    return false;
  }

  list(): Rule[] {
    return [...this.#rules.values()].map(({ rule }) => rule);
  }

  /** Adds a rule in the form of ARM. Throws `argument-error` when it is not valid. */
  add(given: unknown): void {
    const { data: rule, error } = ruleSchema.safeParse(given);
    if (!rule) throw badArgument(`The rule is not valid: ${error?.issues.map(({ message }) => message).join('; ')}.`);
    if (this.#rules.has(rule.name)) throw alreadyExists(`Rule '${rule.name}' already exists.`);
    this.#rules.set(rule.name, { rule, matches: compile(rule) });
    this.#changed(this.list());
  }

  remove(name: string): void {
    if (!this.#rules.delete(name)) throw notFound(name);
    this.#changed(this.list());
  }
}
