import type { StatementSync } from 'node:sqlite';
import type { Journal } from '../shared/journal.ts';
import type { EpkRange } from './partition-key.ts';

/** One write, as the all-versions-and-deletes change feed tells it. */
export type Version = {
  readonly lsn: number;
  readonly epk: string;
  readonly seconds: number;
} & (
  | { readonly operation: 'create' | 'replace'; readonly current: string }
  | { readonly previous: string; readonly expired: boolean }
);

const describe = (version: Version) => {
  const { lsn, seconds: crts } = version;
  if ('current' in version)
    return `{"current":${version.current},"metadata":${JSON.stringify({ lsn, crts, operationType: version.operation })}}`;
  const { id } = JSON.parse(version.previous);
  const metadata = { lsn, crts, operationType: 'delete', id, ...(version.expired ? { timeToLiveExpired: true } : {}) };
  return `{"current":{},"previous":${version.previous},"metadata":${JSON.stringify(metadata)}}`;
};

/**
 * Every version of every item, deletes included. Kept from the first time somebody asks for it, because a feed of
 * all versions can only start from now, and a container nobody asks pays nothing.
 */
export class VersionLog {
  readonly #journal: Journal;
  readonly #table: string;
  #insert: StatementSync | undefined;

  constructor(journal: Journal, container: number) {
    this.#journal = journal;
    this.#table = `versions_${container}`;
    const exists = journal.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(this.#table);
    if (exists) this.keep();
  }

  /** Starts recording. Safe to call again. */
  keep() {
    if (this.#insert) return;
    this.#journal.define(
      `CREATE TABLE IF NOT EXISTS ${this.#table} (lsn INTEGER PRIMARY KEY, epk TEXT NOT NULL, change TEXT NOT NULL)`,
    );
    this.#insert = this.#journal.prepare(`INSERT INTO ${this.#table} (lsn, epk, change) VALUES (?, ?, ?)`);
  }

  record(version: Version) {
    this.#insert?.run(version.lsn, version.epk, describe(version));
  }

  /** JSON texts of the versions after `after`, oldest first. */
  read(after: number, range: EpkRange, limit: number): Array<{ lsn: number; body: string }> {
    const sql = `SELECT lsn, change FROM ${this.#table} WHERE lsn > ? AND epk >= ? AND epk < ? ORDER BY lsn LIMIT ?`;
    const rows = this.#journal.prepare(sql).all(after, range.min, range.max, limit);
    return rows.map((row) => ({ lsn: Number(row.lsn), body: String(row.change) }));
  }
}
