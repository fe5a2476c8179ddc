import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

type Settled = (failure?: unknown) => void;

/**
 * The SQLite file and its group commit: the first write of an event-loop turn opens a transaction, the end of the
 * turn commits it, and only then are the answers of that turn sent. One commit serves many requests, and nothing
 * that was acknowledged can be lost.
 */
export class Journal {
  readonly #db: DatabaseSync;
  readonly #onLoss: Array<() => void> = [];
  #waiting: Settled[] = [];
  #open = false;
  #closed = false;

  /** @param dataDir folder of the file `name`; kept in memory when absent. */
  constructor(dataDir: string | undefined, name: string) {
    if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
    this.#db = new DatabaseSync(dataDir === undefined ? ':memory:' : join(dataDir, name));
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536');
  }

  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  /** Runs statements that change the schema. */
  define(sql: string) {
    this.begin();
    this.#db.exec(sql);
  }

  /** Every write calls this first. */
  begin() {
    if (this.#open) return;
    this.#db.exec('BEGIN IMMEDIATE');
    this.#open = true;
    setImmediate(() => this.commit());
  }

  /** Calls back when everything written so far is on disk, at once when it is, or with the reason why it is not. */
  settled(callback: Settled) {
    if (this.#open) this.#waiting.push(callback);
    else callback();
  }

  /** Runs `work` so that an exception undoes its writes, and only its writes. */
  savepoint<T>(work: () => T): T {
    this.begin();
    this.#db.exec('SAVEPOINT attempt');
    try {
      const result = work();
      this.#db.exec('RELEASE attempt');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK TO attempt; RELEASE attempt');
      throw error;
    }
  }

  /** Registers what must forget its memory when a commit fails (a full disk, say) and the turn's writes are gone. */
  onLoss(forget: () => void) {
    this.#onLoss.push(forget);
  }

  commit() {
    if (!this.#open) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#open = false;
    let failure: unknown;
    try {
      this.#db.exec('COMMIT');
    } catch (error) {
      failure = error;
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      for (const forget of this.#onLoss) forget();
    }
    for (const callback of waiting) callback(failure);
  }

  close() {
    if (this.#closed) return;
    this.commit();
    this.#closed = true;
    this.#db.close();
  }
}
