const LABELS = {
  trace: 'trace',
  debug: 'debug',
  information: 'info ',
  warning: 'warn ',
  error: 'error',
  critical: 'fatal',
  none: '',
};

export type LogLevel = keyof typeof LABELS;

export interface Log {
  /** True when per-request and debug lines are wanted (`HOST_LOG=verbose`). */
  readonly verbose: boolean;
  /** Writes one line. `source` is the function's name, or `host`. */
  write(level: LogLevel, source: string, message: string): void;
  /** Writes what is still waiting; call it before the process ends. */
  flush(): void;
}

const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' | ');

/** The message and stack of anything that was thrown, on one line. */
export const describeError = (error: unknown): string =>
  oneLine(error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error));

/**
 * Lines written in one turn of the event loop leave in one write, because a pipe is written synchronously
 * and an app that logs a line per request would otherwise pay a system call per request.
 */
export const createLog = (verbose: boolean, out: (text: string) => void): Log => {
  let waiting = '';
  const flush = () => {
    if (waiting !== '') out(waiting);
    waiting = '';
  };
  return {
    verbose,
    flush,
    write(level, source, message) {
      if (level === 'none' || (!verbose && (level === 'trace' || level === 'debug'))) return;
      if (waiting === '') setImmediate(flush);
      waiting += `${new Date().toISOString()} ${LABELS[level]} ${source}  ${oneLine(message)}\n`;
    },
  };
};
