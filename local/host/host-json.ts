import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeSpan } from './time-span.ts';

/** The part of `host.json` that changes what happens here, with Azure's defaults filled in. Times are milliseconds. */
export interface HostJson {
  readonly routePrefix: string;
  /** `undefined` = no limit. */
  readonly functionTimeout: number | undefined;
  readonly serviceBus: {
    readonly autoCompleteMessages: boolean;
    readonly maxConcurrentCalls: number;
    readonly maxConcurrentCallsPerSession: number;
    readonly maxConcurrentSessions: number;
    readonly maxMessageBatchSize: number;
    readonly maxAutoLockRenewalDuration: number;
    readonly sessionIdleTimeout: number;
  };
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads typed values out of one section, naming the full path of a value that is not what it should be. */
const section = (root: Json, path: readonly string[]) => {
  let node: unknown = root;
  for (const key of path) node = isObject(node) ? node[key] : undefined;
  const values = isObject(node) ? node : {};
  const wrong = (key: string, expected: string): never => {
    const name = [...path, key].join('.');
    throw new Error(`host.json: ${name} must be ${expected}, not ${JSON.stringify(values[key])}.`);
  };
  return {
    text: (key: string, fallback: string) => {
      const value = values[key] ?? fallback;
      return typeof value === 'string' ? value : wrong(key, 'a string');
    },
    flag: (key: string, fallback: boolean) => {
      const value = values[key] ?? fallback;
      return typeof value === 'boolean' ? value : wrong(key, 'true or false');
    },
    count: (key: string, fallback: number) => {
      const value = values[key] ?? fallback;
      return typeof value === 'number' && Number.isInteger(value) && value > 0
        ? value
        : wrong(key, 'a whole number above 0');
    },
    span: (key: string, fallback: string) => {
      const value = values[key] ?? fallback;
      return (typeof value === 'string' ? timeSpan(value) : undefined) ?? wrong(key, 'a TimeSpan such as "00:01:00"');
    },
    timeout: (key: string, fallback: string) => {
      const value = values[key] ?? fallback;
      if (value === '-1') return undefined;
      return (typeof value === 'string' ? timeSpan(value) : undefined) ?? wrong(key, '"-1" or a TimeSpan');
    },
  };
};

export const parseHostJson = (root: Json): HostJson => {
  const bus = section(root, ['extensions', 'serviceBus']);
  return {
    routePrefix: section(root, ['extensions', 'http']).text('routePrefix', 'api'),
    functionTimeout: section(root, []).timeout('functionTimeout', '00:30:00'),
    serviceBus: {
      autoCompleteMessages: bus.flag('autoCompleteMessages', bus.flag('autoComplete', true)),
      maxConcurrentCalls: bus.count('maxConcurrentCalls', 16),
      maxConcurrentCallsPerSession: bus.count('maxConcurrentCallsPerSession', 1),
      maxConcurrentSessions: bus.count('maxConcurrentSessions', 8),
      maxMessageBatchSize: bus.count('maxMessageBatchSize', 1000),
      maxAutoLockRenewalDuration: bus.span('maxAutoLockRenewalDuration', '00:05:00'),
      sessionIdleTimeout: bus.span('sessionIdleTimeout', '00:01:00'),
    },
  };
};

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
