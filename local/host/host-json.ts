import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d{1,7})?)$/;

/** Milliseconds of a .NET TimeSpan text (`00:05:00`, `1.12:00:00.5`), `undefined` when it is not one. */
export const timeSpan = (text: unknown): number | undefined => {
  const [, days = '0', hours, minutes, seconds] = TIME_SPAN.exec(String(text)) ?? [];
  if (hours === undefined) return undefined;
  return Math.round((((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A kind of value: what is read from it (`undefined` = it is none) and how it is called. */
type Kind<T> = readonly [read: (value: unknown) => T | undefined, name: string];

const TEXT: Kind<string> = [(value) => (typeof value === 'string' ? value : undefined), 'a string'];
const FLAG: Kind<boolean> = [(value) => (typeof value === 'boolean' ? value : undefined), 'true or false'];
const SPAN: Kind<number> = [timeSpan, 'a TimeSpan such as "00:01:00"'];
const LIMIT: Kind<number> = [
  (value) => (value === '-1' ? Number.POSITIVE_INFINITY : timeSpan(value)),
  '"-1" or a TimeSpan',
];
const COUNT: Kind<number> = [
  (value) => (typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined),
  'a whole number above 0',
];

/** Gives what reads a value by its path; the fallback is Azure's default. Throws, naming the path, for what cannot be. */
const reader =
  (root: Json) =>
  <T>(path: string, [read, name]: Kind<T>, fallback: T): T => {
    let value: unknown = root;
    for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined;
    if (value === undefined) return fallback;
    const good = read(value);
    if (good === undefined) throw new Error(`host.json: ${path} must be ${name}, not ${JSON.stringify(value)}.`);
    return good;
  };

const MINUTE = 60_000;
/** What Azure allows of each kind of durable function. */
const DURABLE_LIMIT = 10 * availableParallelism();

/** The part of `host.json` that changes what happens here, with Azure's defaults filled in. Times are milliseconds. */
export const parseHostJson = (root: Json) => {
  const value = reader(root);
  return {
    routePrefix: value('extensions.http.routePrefix', TEXT, 'api'),
    functionTimeout: value('functionTimeout', LIMIT, 30 * MINUTE),
    durableTask: {
      hubName: value('extensions.durableTask.hubName', TEXT, 'TestHubName'),
      maxActivities: value('extensions.durableTask.maxConcurrentActivityFunctions', COUNT, DURABLE_LIMIT),
      maxOrchestrators: value('extensions.durableTask.maxConcurrentOrchestratorFunctions', COUNT, DURABLE_LIMIT),
    },
    serviceBus: {
      autoCompleteMessages: value('extensions.serviceBus.autoCompleteMessages', FLAG, true),
      maxConcurrentCalls: value('extensions.serviceBus.maxConcurrentCalls', COUNT, 16),
      maxConcurrentCallsPerSession: value('extensions.serviceBus.maxConcurrentCallsPerSession', COUNT, 1),
      maxConcurrentSessions: value('extensions.serviceBus.maxConcurrentSessions', COUNT, 8),
      maxMessageBatchSize: value('extensions.serviceBus.maxMessageBatchSize', COUNT, 1000),
      maxAutoLockRenewalDuration: value('extensions.serviceBus.maxAutoLockRenewalDuration', SPAN, 5 * MINUTE),
      sessionIdleTimeout: value('extensions.serviceBus.sessionIdleTimeout', SPAN, MINUTE),
    },
  };
};

export type HostJson = ReturnType<typeof parseHostJson>;

/** Reads a JSON object from a file of the app; a missing file is an empty object, a broken one an error that names it. */
export const readJsonFile = (directory: string, name: string): Json => {
  const path = join(directory, name);
  if (!existsSync(path)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isObject(value)) return value;
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Error(`${path} must hold a JSON object.`);
};
