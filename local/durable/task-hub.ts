import { type Clock, systemClock } from '../shared/clock.ts';
import { Journal } from '../shared/journal.ts';
import { runEntity } from './entities.ts';
import { type DurableApp, perform } from './functions.ts';
import { happened, type Occurrence } from './history.ts';
import { takeTurn } from './orchestrations.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createStore, isFinished, type Store } from './store.ts';

export interface TaskHubOptions {
  readonly app: DurableApp;
  /** Where `durable.sqlite` lies; in memory when absent. */
  readonly dataDir?: string | undefined;
  readonly clock?: Clock;
  /** Gives ids that have never been given before. */
  readonly newId?: () => string;
  readonly maxActivities?: number;
  readonly maxOrchestrators?: number;
  readonly onError: (error: unknown) => void;
}

const RECOVERY_DELAY = 1_000;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The engine of Durable Functions. Everything is a message in the inbox of an instance, an entity (`@name@key`) or an activity
 * (`#execution#task`), timers too: they are seen when they are due. Each inbox has one reader at a time, who takes what is
 * in it and writes all that follows in one transaction. Nothing is kept in memory, so nothing is lost with it.
 */
export class TaskHub {
  readonly app: DurableApp;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly store: Store;
  readonly #journal: Journal;
  readonly #readers: Readonly<Record<'turns' | '@' | '#', Scheduler>>;
  #alarm: { readonly due: number; readonly timeout?: NodeJS.Timeout } = { due: Number.POSITIVE_INFINITY };
  #stopped = false;

  constructor(options: TaskHubOptions) {
    const { app, clock = systemClock, dataDir, maxActivities = 10, maxOrchestrators = 10, onError } = options;
    this.app = app;
    this.clock = clock;
    this.newId = options.newId ?? (() => crypto.randomUUID().replaceAll('-', ''));
    this.#journal = new Journal(dataDir, 'durable.sqlite');
    this.store = createStore(this.#journal);
    const recover = (error: unknown) => {
      onError(error);
      this.#setAlarm(this.clock.now() + RECOVERY_DELAY);
    };
    this.#journal.onLoss(() => recover(new Error('The task hub could not be written to its disk.')));
    this.#readers = {
      turns: createScheduler((id) => takeTurn(this, id), maxOrchestrators, recover),
      '@': createScheduler((id) => runEntity(this, id), maxOrchestrators, recover),
      '#': createScheduler((id) => perform(this, id), maxActivities, recover),
    };
  }

  /** Sends a message that is seen when it is `due`. */
  post(recipient: string, message: object, due = this.clock.now()) {
    this.store.send(recipient, due, JSON.stringify(message));
    this.#expect(recipient, due);
  }

  /** Tells an instance that something happens now, unless it has ended, or `execution` has been followed by another one. */
  tell(id: string, occurrence: Occurrence, execution?: string) {
    const row = this.store.get(id);
    if (!row || isFinished(row) || (execution !== undefined && execution !== row.execution)) return;
    this.post(id, happened(this.clock.now(), occurrence));
  }

  /** All of the work's writes are stored, or none. */
  atomically<T>(work: () => T): T {
    return this.#journal.savepoint(work);
  }

  /** Resolves when everything written so far is on disk. */
  durable(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#journal.settled((failure) => (failure === undefined ? resolve() : reject(failure)));
    });
  }

  /** Sees to every message: at the start, when a timer is due, and when a test has moved the clock. */
  wake() {
    this.#setAlarm(Number.POSITIVE_INFINITY);
    for (const { recipient, due } of this.store.recipients()) this.#expect(recipient, due);
  }

  /** Begins nothing new and resolves when what runs has ended; what it has come to is kept. */
  async stop() {
    this.#stopped = true;
    clearTimeout(this.#alarm.timeout);
    await Promise.all(Object.values(this.#readers).map((reader) => reader.stop()));
  }

  close() {
    this.#journal.close();
  }

  #expect(recipient: string, due: number) {
    const kind = recipient[0];
    if (due <= this.clock.now()) this.#readers[kind === '@' || kind === '#' ? kind : 'turns'].kick(recipient);
    else if (due < this.#alarm.due) this.#setAlarm(due);
  }

  #setAlarm(due: number) {
    if (this.#stopped) return;
    clearTimeout(this.#alarm.timeout);
    const left = Math.min(due - this.clock.now(), LONGEST_TIMEOUT);
    this.#alarm = { due, timeout: setTimeout(() => this.wake(), left).unref() };
  }
}
