import { inspect } from 'node:util';

/** Extra members of a log line. No personal data, no secrets. */
export type Facts = Readonly<Record<string, unknown>>;

/** Structured logs: one JSON object a line. */
export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

const plain = (value: unknown): unknown =>
  value instanceof Error
    ? {
        name: value.name,
        message: value.message,
        stack: value.stack,
        ...(value.cause ? { cause: plain(value.cause) } : {}),
      }
    : value;

/** A log that throws hides what it was told: whatever is no JSON is written as a person would want to see it. */
const textOf = (line: Facts): string => {
  try {
    return JSON.stringify(line);
  } catch {
    return JSON.stringify(Object.fromEntries(Object.entries(line).map(([name, value]) => [name, shownAs(value)])));
  }
};

const shownAs = (value: unknown) => (typeof value === 'string' ? value : inspect(value));

/** Writes to standard output, which the Functions host forwards to Application Insights. */
export const jsonLog = (write: (line: string) => void): Log => {
  const line =
    (level: string) =>
    (message: string, facts: Facts = {}) => {
      const members = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
      write(textOf({ level, message, ...members }));
    };
  return { info: line('information'), warn: line('warning'), error: line('error') };
};
