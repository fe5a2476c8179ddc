import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTaskHub, type TaskHub, type TaskHubOptions } from '../../../local/durable/task-hub.ts';
import { manualClock } from '../../../local/shared/clock.ts';
import { type Functions, sdkApp } from './sdk.ts';

export const DAY = 86_400_000;
const hubs: TaskHub[] = [];
const directories: string[] = [];

/** A task hub of its own for a test; it is closed when the test ends. */
export const open = (functions: Functions, options: Partial<TaskHubOptions> = {}) => {
  const clock = manualClock();
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id${ids}`;
  };
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const hub = createTaskHub({ app: sdkApp(functions), clock, newId, onError, ...options });
  hubs.push(hub);
  hub.wake();
  return { hub, clock, errors };
};

/** A folder for a test; it is removed when the test ends. */
export const folder = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'durable-'));
  directories.push(directory);
  return directory;
};

afterEach(async () => {
  for (const hub of hubs.splice(0)) {
    await hub.stop();
    hub.close();
  }
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Resolves when there is nothing left to do until a clock moves or something comes in. */
export const quiet = async (hub: TaskHub) => {
  while (hub.store.recipients().some(({ due }) => due <= hub.clock.now()))
    await new Promise((resolve) => setImmediate(resolve));
};

/** Moves the clock from one timer to the next until all is done, or `days` have passed. */
export const pass = async (hub: TaskHub, clock: ReturnType<typeof manualClock>, days: number) => {
  const end = clock.now() + days * DAY;
  for (;;) {
    await quiet(hub);
    const due = Math.min(hub.store.recipients().find((each) => each.due > clock.now())?.due ?? end, end);
    clock.advance(due - clock.now());
    if (due === end) return;
    hub.wake();
  }
};

export const outcome = (hub: TaskHub, id: string) => {
  const row = hub.store.get(id);
  return row && { status: row.status, output: JSON.parse(row.output ?? 'null') };
};
