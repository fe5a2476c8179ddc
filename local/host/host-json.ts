import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notSimulated } from '../shared/not-simulated.ts';

const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d{1,7})?)$/;

/** Milliseconds of a .NET TimeSpan text (`00:05:00`, `1.12:00:00.5`), `undefined` when it is not one. */
export const timeSpan = (text: unknown): number | undefined => {
  const [, days = '0', hours, minutes, seconds] = TIME_SPAN.exec(String(text)) ?? [];
  if (hours === undefined) return undefined;
  return Math.round((((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
};

/** What a value is read as (`undefined` = it cannot be), and how that is called. */
type Kind<T> = readonly [read: (value: unknown) => T | undefined, name: string];

const TEXT: Kind<string> = [(value) => (typeof value === 'string' ? value : undefined), 'a string'];
const SPAN: Kind<number> = [timeSpan, 'a TimeSpan such as "00:01:00"'];
const COUNT: Kind<number> = [
  (value) => (/^[1-9]\d*$/.test(String(value)) ? Number(value) : undefined),
  'a whole number above 0',
];

/** Reads a JSON object from a file. Throws, naming the file, when it is broken or missing. */
export const readJsonFile = (path: string): object => {
  try {
    return Object(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${String(error)}`);
  }
};

/** Copies `Values` of the app's `local.settings.json` into `env`, where real variables win, as Core Tools does. */
export const applyLocalSettings = (appDir: string, env: NodeJS.ProcessEnv): void => {
  const path = join(appDir, 'local.settings.json');
  const { Values: values = {} }: { Values?: object } = existsSync(path) ? readJsonFile(path) : {};
  for (const [name, value] of Object.entries(values)) env[name] ??= String(value);
};

const valueAt = (root: unknown, path: string) =>
  path.split('.').reduce<unknown>((node, key) => Object(node)[key], root);

/** Gives what reads a value by its path. Throws, naming the path, for a value that cannot be. */
const readerOf =
  (source: string, root: unknown) =>
  <T>(path: string, [read, name]: Kind<T>, fallback: T): T => {
    const value = valueAt(root, path);
    const good = value === undefined ? fallback : read(value);
    if (good === undefined) throw new Error(`${source}${path} must be ${name}, not ${JSON.stringify(value)}.`);
    return good;
  };

/** Settings of the host, with Azure's defaults; times are milliseconds. Throws, naming it, for a value that cannot be or would have no effect. */
export const readHostJson = (appDir: string, env: NodeJS.ProcessEnv) => {
  const json = readJsonFile(join(appDir, 'host.json'));
  const setting = readerOf('The variable ', env);
  const value = readerOf('host.json: ', json);
  const extensions = {
    http: { routePrefix: value('extensions.http.routePrefix', TEXT, 'api') },
    serviceBus: {
      maxConcurrentCalls: value('extensions.serviceBus.maxConcurrentCalls', COUNT, 16),
      maxConcurrentSessions: value('extensions.serviceBus.maxConcurrentSessions', COUNT, 8),
      maxMessageBatchSize: value('extensions.serviceBus.maxMessageBatchSize', COUNT, 1000),
      sessionIdleTimeout: value('extensions.serviceBus.sessionIdleTimeout', SPAN, 60_000),
    },
    durableTask: {},
  };
  for (const [name, known] of Object.entries(extensions)) {
    const other = Object.keys(Object(valueAt(json, `extensions.${name}`))).find((key) => !(key in known));
    if (other) throw new Error(notSimulated(`"${other}" of extensions.${name} in host.json`, 'host'));
  }
  return {
    ...extensions,
    bodyLimit: setting('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT', COUNT, 104_857_600),
    drainLimit: setting('HOST_DRAIN_TIMEOUT', SPAN, 10_000),
    functionTimeout: value('functionTimeout', SPAN, 1_800_000),
  };
};

export type HostJson = ReturnType<typeof readHostJson>;
