import { z } from 'zod';
import { limits } from './limits.ts';
import { defaultRule, ruleSchema } from './rules/rule.ts';

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const NO_MATCH = -1;

const millisecondsOf = (text: string): number => {
  const match = DURATION.exec(text);
  if (!match || /[PT]$/.test(text)) return NO_MATCH;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
};

/** An ISO 8601 duration of days, hours, minutes and seconds, in milliseconds. */
const duration = z
  .string()
  .transform(millisecondsOf)
  .refine((milliseconds) => milliseconds > 0, { error: 'expected an ISO 8601 duration such as PT1M or P14D' });

const lockDuration = duration.refine((milliseconds) => milliseconds <= limits.lockDuration, {
  error: 'a lock lasts five minutes (PT5M) at most',
});

const duplicateWindow = duration.refine(
  (milliseconds) => milliseconds >= limits.shortestDuplicateWindow && milliseconds <= limits.longestDuplicateWindow,
  { error: 'a duplicate detection window is between PT20S and P7D' },
);

/** Service Bus matches names without regard to case, and an entity's name is part of a path. */
const entityName = z
  .string()
  .max(260)
  .regex(/^[A-Za-z0-9](?:[\w./~-]*[A-Za-z0-9_])?$/, { error: 'not a valid entity name' });

const subscriptionName = z.string().regex(/^[A-Za-z0-9](?:[\w.-]{0,48}[A-Za-z0-9_])?$/, {
  error: 'not a valid subscription name (at most 50 characters)',
});

const received = {
  requiresSession: z.boolean().default(false),
  lockDuration: lockDuration.prefault('PT1M'),
  maxDeliveryCount: z.int().min(1).max(limits.deliveryCount).default(10),
  defaultMessageTimeToLive: duration.optional(),
  deadLetteringOnMessageExpiration: z.boolean().default(false),
};

const sent = {
  requiresDuplicateDetection: z.boolean().default(false),
  duplicateDetectionHistoryTimeWindow: duplicateWindow.prefault('PT10M'),
};

const uniqueNames = <Item extends { readonly name: string }>(items: readonly Item[]) =>
  new Set(items.map(({ name }) => name.toLowerCase())).size === items.length;
const unique = { error: 'names must differ (upper and lower case are the same)' };

const queueSchema = z.strictObject({ name: entityName, ...received, ...sent });

const subscriptionSchema = z.strictObject({
  name: subscriptionName,
  ...received,
  rules: z.array(ruleSchema).default([defaultRule]).refine(uniqueNames, unique),
});

const topicSchema = z.strictObject({
  name: entityName,
  ...sent,
  defaultMessageTimeToLive: duration.optional(),
  subscriptions: z.array(subscriptionSchema).default([]).refine(uniqueNames, unique),
});

const entitiesSchema = z
  .strictObject({ queues: z.array(queueSchema).default([]), topics: z.array(topicSchema).default([]) })
  .refine(({ queues, topics }) => uniqueNames([...queues, ...topics]), unique);

/** What stands in `infra/topics.json`: queues and topics as in ARM, durations in ISO 8601. */
export type Entities = z.input<typeof entitiesSchema>;
export type ParsedEntities = z.output<typeof entitiesSchema>;
export type ParsedQueue = z.output<typeof queueSchema>;
export type ParsedTopic = z.output<typeof topicSchema>;
export type ParsedSubscription = z.output<typeof subscriptionSchema>;

/** Checks the entities and fills in Azure's defaults. Throws one error that lists everything that is wrong. */
export const parseEntities = (entities: Entities): ParsedEntities => {
  const parsed = entitiesSchema.safeParse(entities);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || '(top)'}: ${message}`);
  throw new Error(
    `The Service Bus entities are not valid (local/service-bus/README.md lists what is simulated):\n${lines.join('\n')}`,
  );
};
