import { z } from 'zod';
import { type Content, systemProperties } from './broker/content.ts';
import { compileSql } from './sql.ts';

type SystemProperty = keyof typeof systemProperties;

const correlationNames = Object.keys(systemProperties) as SystemProperty[];
const correlation = z.strictObject({
  ...(Object.fromEntries(correlationNames.map((name) => [name, z.string().optional()])) as Record<
    SystemProperty,
    z.ZodOptional<z.ZodString>
  >),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
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
type Rule = z.infer<typeof ruleSchema>;

/** What a subscription without rules has. */
export const defaultRule: Rule = { name: '$Default', sqlFilter: { sqlExpression: '1=1' } };

const comparable = (given: unknown) => (given instanceof Date ? given.getTime() : given);

/** What decides whether a message matches a rule. Throws `argument-error` when a SQL expression is not understood. */
export const compileRule = ({ sqlFilter, correlationFilter }: Rule): ((content: Content) => boolean) => {
  if (sqlFilter) return compileSql(sqlFilter.sqlExpression);
  const { properties = {}, ...system } = correlationFilter ?? {};
  return ({ decoded }) =>
    correlationNames.every((name) => system[name] === undefined || decoded[systemProperties[name]] === system[name]) &&
    Object.entries(properties).every(([name, wanted]) => comparable(decoded.application_properties?.[name]) === wanted);
};
