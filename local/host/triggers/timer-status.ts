import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** When a timer ran last and was due next, as the app sees it; ISO times. */
export interface TimerStatus {
  readonly Last: string;
  readonly Next: string;
  readonly LastUpdated: string;
}

/** Remembers a timer's status, so that a run missed while the host was down is noticed. */
export interface TimerMonitor {
  read(): TimerStatus | undefined;
  write(status: TimerStatus): void;
}

const isStatus = (value: unknown): value is TimerStatus =>
  typeof value === 'object' && value !== null && 'Last' in value && 'Next' in value && 'LastUpdated' in value;

/** One small file per timer, replaced in one step: a killed host leaves the old status or the new one. */
export const fileMonitor = (stateDir: string, functionName: string): TimerMonitor => {
  const directory = join(stateDir, 'timers');
  const path = join(directory, `${functionName}.json`);
  return {
    read() {
      try {
        const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
        return isStatus(value) ? value : undefined;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw new Error(`The timer status ${path} cannot be read; delete it to start anew.`, { cause: error });
      }
    },
    write(status) {
      mkdirSync(directory, { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(status));
      renameSync(`${path}.new`, path);
    },
  };
};
