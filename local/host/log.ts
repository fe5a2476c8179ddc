/** Of Azure's levels those below `information` are not written. */
const LABELS = { information: 'info ', warning: 'warn ', error: 'error', critical: 'fatal' };

export type LogLevel = keyof typeof LABELS;
export type Log = ReturnType<typeof createLog>;

const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' | ');

/** The message and stack of anything that was thrown, on one line. */
export const describeError = (error: unknown): string =>
  oneLine(error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error));

/** Lines of one turn of the event loop leave in one write: a pipe is written synchronously, and an app may log a line per request. */
export const createLog = (out: (text: string) => void) => {
  let waiting = '';
  const lastWarnings = new Map<string, string>();
  const log = {
    /** Writes what is still waiting; call it before the process ends. */
    flush() {
      if (waiting !== '') out(waiting);
      waiting = '';
    },
    /** Writes one line. `source` is the function's name, or `host`. */
    write(level: LogLevel, source: string, message: string) {
      if (!(level in LABELS)) return;
      if (waiting === '') setImmediate(log.flush);
      waiting += `${new Date().toISOString()} ${LABELS[level]} ${source}  ${oneLine(message)}\n`;
    },
    /** Warns of a service's failure, once: while it is away every attempt fails in the same way. */
    warnOnce(source: string, error: unknown) {
      const warning = describeError(error);
      if (lastWarnings.get(source) !== warning) log.write('warning', source, warning);
      lastWarnings.set(source, warning);
    },
  };
  return log;
};
