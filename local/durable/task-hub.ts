import { availableParallelism } from 'node:os';
import { type Clock, systemClock } from '../shared/clock.ts';
import { Journal } from '../shared/journal.ts';
import { runEntity } from './entities.ts';
import { type DurableApp, perform } from './functions.ts';
import { happened, type Occurrence } from './history.ts';
import { takeTurn } from './orchestrations.ts';
import { createScheduler } from './scheduler.ts';
import { createStore, isFinished } from './store.ts';

export interface TaskHubOptions {
  readonly app: DurableApp;
  /** Where `durable.sqlite` lies; in memory when absent. */
  readonly dataDir?: string | undefined;
  readonly clock?: Clock;
  /** Gives ids that have never been given before. */
  readonly newId?: () => string;
  /** Of each kind of function: what Azure allows, unless told otherwise. */
  readonly atOnce?: number;
  readonly onError: (error: unknown) => void;
}

const RECOVERY_DELAY = 1_000;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The engine of Durable Functions. Everything is a message in the inbox of an instance, an entity (`@name@key`) or an activity
 * (`#execution#task`), timers too: they are seen when they are due. Each inbox has one reader at a time, who takes what is
 * in it and writes all that follows in one transaction. Nothing is kept in memory, so nothing is lost with it.
 */
export const createTaskHub = ({ app, clock = systemClock, onError, ...options }: TaskHubOptions) => {
  const { dataDir, newId = () => crypto.randomUUID().replaceAll('-', '') } = options;
  const { atOnce = 10 * availableParallelism() } = options;
  const journal = new Journal(dataDir, 'durable.sqlite');
  const store = createStore(journal);
  let alarm = Number.POSITIVE_INFINITY;
  let timeout: NodeJS.Timeout | undefined;
  let stopped = false;

  const setAlarm = (due: number) => {
    if (stopped) return;
    clearTimeout(timeout);
    alarm = due;
    timeout = setTimeout(hub.wake, Math.min(due - clock.now(), LONGEST_TIMEOUT)).unref();
  };
  const recover = (error: unknown) => {
    onError(error);
    setAlarm(clock.now() + RECOVERY_DELAY);
  };
  journal.onLoss(() => recover(new Error('The task hub could not be written to its disk.')));

  const turns = createScheduler((id) => takeTurn(hub, id), atOnce, recover);
  const entities = createScheduler((id) => runEntity(hub, id), atOnce, recover);
  const activities = createScheduler((id) => perform(hub, id), atOnce, recover);
  const expect = (recipient: string, due: number) => {
    const reader = recipient.startsWith('@') ? entities : recipient.startsWith('#') ? activities : turns;
    if (due <= clock.now()) reader.kick(recipient);
    else if (due < alarm) setAlarm(due);
  };

  const hub = {
    app,
    clock,
    newId,
    store,

    /** Sends a message that is seen when it is `due`. */
    post(recipient: string, message: object, due = clock.now()): void {
      store.send(recipient, due, JSON.stringify(message));
      expect(recipient, due);
    },

    /** Tells an instance that something happens now, unless it has ended, or `execution` has been followed by another one. */
    tell(id: string, occurrence: Occurrence, execution?: string): void {
      const row = store.get(id);
      if (!row || isFinished(row) || (execution !== undefined && execution !== row.execution)) return;
      hub.post(id, happened(clock.now(), occurrence));
    },

    /** All of the work's writes are stored, or none. */
    atomically: <T>(work: () => T): T => journal.savepoint(work),

    /** Resolves when everything written so far is on disk. */
    durable: (): Promise<void> =>
      new Promise((resolve, reject) => {
        journal.settled((failure) => (failure === undefined ? resolve() : reject(failure)));
      }),

    /** Sees to every message: at the start, when a timer is due, and when a test has moved the clock. */
    wake(): void {
      setAlarm(Number.POSITIVE_INFINITY);
      for (const { recipient, due } of store.recipients()) expect(recipient, due);
    },

    /** Begins nothing new and resolves when what runs has ended; what it has come to is kept. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timeout);
      await Promise.all([turns, entities, activities].map((reader) => reader.stop()));
    },

    close: (): void => journal.close(),
  };
  return hub;
};

export type TaskHub = ReturnType<typeof createTaskHub>;
