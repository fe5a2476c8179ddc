import { z } from 'zod';
import { defaultRule, ruleSchema } from './rules.ts';

const DURATION = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 1_440 * MINUTE;
const UNITS = [DAY, 60 * MINUTE, MINUTE, SECOND];

const millisecondsOf = (text: string): number => {
  const parts = (DURATION.exec(text) ?? []).slice(1);
  return UNITS.reduce((sum, unit, place) => sum + unit * Number(parts[place] ?? 0), 0);
};

/** An ISO 8601 duration, in milliseconds. */
const duration = z
  .string()
  .regex(DURATION, { error: 'expected an ISO 8601 duration such as PT1M or P14D' })
  .transform(millisecondsOf);
const lockDuration = duration.refine((lock) => lock <= 5 * MINUTE, { error: 'a lock lasts five minutes at most' });
const duplicateWindow = duration.refine((window) => window >= 20 * SECOND && window <= 7 * DAY, {
  error: 'a duplicate detection window is between PT20S and P7D',
});

/** Service Bus matches names without regard to case, and an entity's name is part of a path. */
const name = (pattern: RegExp) => z.string().regex(pattern, { error: 'not a valid entity name' });
const entityName = name(/^[A-Za-z0-9](?:[\w./~-]{0,258}[A-Za-z0-9_])?$/);
const subscriptionName = name(/^[A-Za-z0-9](?:[\w.-]{0,48}[A-Za-z0-9_])?$/);

const unique = <Item extends { readonly name: string }>(items: readonly Item[]) =>
  new Set(items.map((item) => item.name.toLowerCase())).size === items.length;
const error = 'names must differ (upper and lower case are the same)';

const received = {
  requiresSession: z.boolean().default(false),
  lockDuration: lockDuration.prefault('PT1M'),
  maxDeliveryCount: z.int().min(1).max(2_000).default(10),
  deadLetteringOnMessageExpiration: z.boolean().default(false),
};
const lifetime = { defaultMessageTimeToLive: duration.default(Number.POSITIVE_INFINITY) };
const sent = {
  requiresDuplicateDetection: z.boolean().default(false),
  duplicateDetectionHistoryTimeWindow: duplicateWindow.prefault('PT10M'),
};
const rules = z.array(ruleSchema).default([defaultRule]).refine(unique, { error });
const queue = z.strictObject({ name: entityName, ...received, ...lifetime, ...sent });
const subscription = z.strictObject({ name: subscriptionName, ...received, ...lifetime, rules });
const subscriptions = z.array(subscription).default([]).refine(unique, { error });
const topic = z.strictObject({ name: entityName, ...lifetime, ...sent, subscriptions });
const schema = z
  .strictObject({ queues: z.array(queue).default([]), topics: z.array(topic).default([]) })
  .refine(({ queues, topics }) => unique([...queues, ...topics]), { error });

/** What stands in `infra/topics.json`: queues and topics as in ARM, durations in ISO 8601. */
export type Entities = z.input<typeof schema>;
export type ParsedEntities = z.output<typeof schema>;
/** How messages are received from a queue or subscription, and how they are sent to a queue or topic; in milliseconds. */
export type Received = z.output<z.ZodObject<typeof received & typeof lifetime>>;
export type Sent = z.output<z.ZodObject<typeof sent>>;

/** Checks the entities and fills in Azure's defaults. Throws one error that lists everything that is wrong. */
export const parseEntities = (entities: Entities): ParsedEntities => {
  const { data, error: problems } = schema.safeParse(entities);
  if (data) return data;
  const text = z.prettifyError(problems);
  throw new Error(`The Service Bus entities are not valid (see local/service-bus/README.md):\n${text}`);
};
