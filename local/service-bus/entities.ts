import { z } from 'zod';
import { ruleSchema } from './filters.ts';

const DURATION = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS = [86_400_000, 3_600_000, 60_000, 1_000];

const millisecondsOf = (text: string): number => {
  const parts = (DURATION.exec(text) ?? []).slice(1);
  return UNITS.reduce((sum, unit, place) => sum + unit * Number(parts[place] ?? 0), 0);
};

/** An ISO 8601 duration, in milliseconds. */
const duration = (least = 'PT0S', most = 'P10000D') =>
  z
    .string()
    .regex(DURATION, { error: 'expected an ISO 8601 duration such as PT1M or P14D' })
    .transform(millisecondsOf)
    .refine((length) => length >= millisecondsOf(least) && length <= millisecondsOf(most), {
      error: `expected a duration between ${least} and ${most}`,
    });

/** Service Bus matches names without regard to case, and an entity's name is part of a path. */
const name = z.string().regex(/^[A-Za-z0-9](?:[\w.-]{0,48}[A-Za-z0-9_])?$/, { error: 'not a valid entity name' });

const unique = (items: readonly { readonly name: string }[]) =>
  new Set(items.map((item) => item.name.toLowerCase())).size === items.length;
const error = 'names must differ (upper and lower case are the same)';
const listOf = <Item extends z.ZodType<{ name: string }>>(item: Item) => z.array(item).refine(unique, { error });

const lifetime = { defaultMessageTimeToLive: duration().default(Number.POSITIVE_INFINITY) };
const received = {
  ...lifetime,
  requiresSession: z.boolean().default(false),
  lockDuration: duration('PT0S', 'PT5M').prefault('PT1M'),
  maxDeliveryCount: z.int().min(1).max(2_000).default(10),
  deadLetteringOnMessageExpiration: z.boolean().default(false),
};
const sent = {
  requiresDuplicateDetection: z.boolean().default(false),
  duplicateDetectionHistoryTimeWindow: duration('PT20S', 'P7D').prefault('PT10M'),
};
/** A subscription without rules takes everything. */
const everything = { name: '$Default', sqlFilter: { sqlExpression: '1=1' } };
const rules = listOf(ruleSchema).default([everything]);
const subscriptions = listOf(z.strictObject({ name, ...received, rules })).default([]);
const queue = z.strictObject({ name, ...received, ...sent });
const topic = z.strictObject({ name, ...lifetime, ...sent, subscriptions });
const schema = z
  .strictObject({ queues: z.array(queue).default([]), topics: z.array(topic).default([]) })
  .refine(({ queues, topics }) => unique([...queues, ...topics]), { error });

/** What stands in `infra/topics.json`: queues and topics as in ARM, durations in ISO 8601. */
export type Entities = z.input<typeof schema>;
export type ParsedEntities = z.output<typeof schema>;
/** How messages are received from a queue or subscription, and how they are sent to a queue or topic; in milliseconds. */
export type Received = z.output<z.ZodObject<typeof received>>;
export type Sent = z.output<z.ZodObject<typeof sent>>;

/** Checks the entities and fills in Azure's defaults. Throws one error that lists everything that is wrong. */
export const parseEntities = (entities: Entities): ParsedEntities => {
  const { data, error: problems } = schema.safeParse(entities);
  if (data) return data;
  const text = z.prettifyError(problems);
  throw new Error(`The Service Bus entities are not valid (see local/service-bus/README.md):\n${text}`);
};
