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

/** Writes to standard output, which the Functions host forwards to Application Insights. */
export const jsonLog = (write: (line: string) => void): Log => {
  const line =
    (level: string) =>
    (message: string, facts: Facts = {}) => {
      const members = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
      write(JSON.stringify({ level, message, ...members }));
    };
  return { info: line('information'), warn: line('warning'), error: line('error') };
};
