import { z } from 'zod';

const correlation = z.strictObject({
  correlationId: z.string().optional(),
  messageId: z.string().optional(),
  to: z.string().optional(),
  replyTo: z.string().optional(),
  label: z.string().optional(),
  sessionId: z.string().optional(),
  replyToSessionId: z.string().optional(),
  contentType: z.string().optional(),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** A rule of a subscription, written as in ARM. */
export const ruleSchema = z
  .strictObject({
    name: z.string().min(1).max(50),
    filterType: z.string().optional(),
    sqlFilter: z.strictObject({ sqlExpression: z.string().max(1024) }).optional(),
    correlationFilter: correlation.optional(),
  })
  .refine(({ sqlFilter, correlationFilter }) => (sqlFilter === undefined) !== (correlationFilter === undefined), {
    error: 'a rule has either a sqlFilter or a correlationFilter',
  })
  .refine(
    ({ filterType, sqlFilter }) => !filterType || filterType === (sqlFilter ? 'SqlFilter' : 'CorrelationFilter'),
    {
      error: 'the filterType of a rule is SqlFilter or CorrelationFilter, as the filter it has',
    },
  );

export type Rule = z.infer<typeof ruleSchema>;
export type CorrelationFilter = z.infer<typeof correlation>;

/** What a subscription without rules has. */
export const defaultRule: Rule = { name: '$Default', sqlFilter: { sqlExpression: '1=1' } };
