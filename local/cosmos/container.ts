import { randomUUID } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import { types } from 'node:util';
import type { Clock } from '../shared/clock.ts';
import type { Journal } from '../shared/journal.ts';
import type { Resource } from './account.ts';
import type { ContainerDefinition } from './container-definition.ts';
import { openTables } from './container-tables.ts';
import { conflict } from './errors.ts';
import { type JsonObject, pathSegments } from './json.ts';
import { checkItemSize } from './limits.ts';
import type { CachedItem, PartitionCache } from './partition-cache.ts';
import type { EpkRange } from './partition-key.ts';

/** A row of the file. `body` is its JSON with the system properties, as a read returns it. */
export type StoredItem = {
  readonly row: number;
  readonly epk: string;
  readonly body: string;
  readonly etag: string;
  /** Second from which the item is invisible, or null. */
  readonly expires: number | null;
};

/** What the containers of an account share. */
interface Shared {
  readonly journal: Journal;
  readonly cache: PartitionCache;
  readonly clock: Clock;
}

interface ContainerRow {
  readonly number: number;
  readonly resource: ContainerDefinition & Resource;
  readonly lsn: number;
}

const SWEPT_AT_ONCE = 2000;
const ALL = Number.MAX_SAFE_INTEGER;
const SQLITE_CONSTRAINT_UNIQUE = 2067;

const isUniqueViolation = (error: unknown) =>
  types.isNativeError(error) && 'errcode' in error && error.errcode === SQLITE_CONSTRAINT_UNIQUE;

const toStored = (row: Record<string, SQLOutputValue>) => row as StoredItem;

/**
 * The items of one container. Rows are numbered in creation order; every write takes the next log sequence number,
 * which orders the change feed. Writes are durable when the journal has settled.
 */
export class Container {
  readonly resource: ContainerRow['resource'];
  readonly keyPaths: readonly (readonly string[])[];
  readonly #number: number;
  readonly #shared: Shared;
  readonly #sql: ReturnType<typeof openTables>;
  #lastRow: number;
  #lsn: number;
  /** What a batch will tell the cache once all of it has succeeded, so that a failure leaves nothing to take back. */
  #deferred: Array<() => void> | undefined;

  constructor(shared: Shared, { number, resource, lsn }: ContainerRow) {
    this.#shared = shared;
    this.#number = number;
    this.resource = resource;
    this.keyPaths = resource.partitionKey.paths.map(pathSegments);
    this.#sql = openTables(shared.journal, number, resource);
    const last = this.#sql.last.get();
    this.#lastRow = Number(last?.row ?? 0);
    this.#lsn = Math.max(Number(last?.lsn ?? 0), lsn);
  }

  /** Sequence number of the latest write, deletes included. */
  get lsn() {
    return this.#lsn;
  }

  get #seconds() {
    return Math.floor(this.#shared.clock.now() / 1000);
  }

  find(epk: string, id: string): StoredItem | undefined {
    const row = this.#sql.find.get(epk, id);
    const stored = row && toStored(row);
    return stored && this.#isVisible(stored) ? stored : undefined;
  }

  /**
   * Stores an item, in the row it has if it has one.
   * @throws 409 when the id is taken in the logical partition or a unique key is violated, 413 beyond 2 MB.
   */
  put(epk: string, given: JsonObject, row = this.#lastRow + 1): StoredItem & { readonly item: JsonObject } {
    const { _rid, _self, _etag, _attachments, _ts, _lsn, ...own } = given;
    const { defaultTtl, _rid: owner, _self: self } = this.resource;
    const [rid, etag, ts] = [`${owner}${row}`, `"${randomUUID()}"`, this.#seconds];
    const system = { _rid: rid, _self: `${self}docs/${rid}/`, _etag: etag, _attachments: 'attachments/', _ts: ts };
    const item: JsonObject = { ...own, ...system };
    const body = JSON.stringify(item);
    checkItemSize(body);
    const ttl = typeof given.ttl === 'number' ? given.ttl : defaultTtl;
    const expires = defaultTtl !== undefined && ttl !== undefined && ttl > 0 ? ts + ttl : null;
    this.#orConflict(() => this.#sql.put.run(row, epk, String(given.id), this.#lsn + 1, etag, ts, expires, body));
    this.#lsn += 1;
    this.#lastRow = Math.max(this.#lastRow, row);
    this.#tellCache(epk, row, { row, item, bytes: body.length, expires });
    return { row, epk, body, etag, expires, item };
  }

  remove({ row, epk }: StoredItem) {
    this.#shared.journal.begin();
    this.#lsn += 1;
    this.#sql.remove.run(row);
    // A deleted row leaves no trace of its sequence number, and numbers must never be given twice.
    this.#sql.keepLsn.run(this.#lsn, this.#number);
    this.#tellCache(epk, row);
  }

  /** Removes what has expired, at most `limit` items; returns how many. */
  sweep(limit = SWEPT_AT_ONCE): number {
    const expired = this.#sql.expired.all(this.#seconds, limit);
    for (const row of expired) this.remove(toStored(row));
    return expired.length;
  }

  /** Runs several writes so that an exception undoes all of them. */
  atomically(work: () => void) {
    const [lsn, lastRow] = [this.#lsn, this.#lastRow];
    const deferred: Array<() => void> = [];
    this.#deferred = deferred;
    try {
      this.#shared.journal.savepoint(work);
      for (const tell of deferred) tell();
    } catch (error) {
      [this.#lsn, this.#lastRow] = [lsn, lastRow];
      throw error;
    } finally {
      this.#deferred = undefined;
    }
  }

  /** The items of one logical partition, in creation order. */
  *partition(epk: string): Iterable<CachedItem> {
    const load = () =>
      this.#sql.partition.all(epk).map((stored) => {
        const { row, body, expires } = toStored(stored);
        return { row, item: JSON.parse(body), bytes: body.length, expires };
      });
    const items = this.#shared.cache.items(this.#cacheKey(epk), load);
    for (const cached of items) if (this.#isVisible(cached)) yield cached;
  }

  /** The effective partition keys in use within a range, ascending. */
  *partitionKeys({ min, max }: EpkRange): Iterable<string> {
    let epk = this.#sql.nextKey.get(min, max)?.epk;
    while (typeof epk === 'string') {
      yield epk;
      // All keys are of one length, so nothing lies between a key and the same with a digit more.
      epk = this.#sql.nextKey.get(`${epk}0`, max)?.epk;
    }
  }

  /** Bodies written after `after`, oldest first, each item at its latest version only. */
  changes(after: number, range: EpkRange, since: number, limit: number): Array<{ lsn: number; body: string }> {
    if (after >= this.#lsn) return [];
    const rows = this.#sql.changes.all(after, range.min, range.max, since, this.#seconds, limit);
    return rows.map((row) => ({ lsn: Number(row.lsn), body: String(row.body) }));
  }

  #isVisible({ expires }: Pick<StoredItem, 'expires'>) {
    return expires === null || expires > this.#seconds;
  }

  #orConflict(write: () => void) {
    this.#shared.journal.begin();
    try {
      write();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // An expired item still holds its id and unique keys until it is swept.
      if (this.sweep(ALL) === 0) throw conflict();
      this.#orConflict(write);
    }
  }

  #tellCache(epk: string, row: number, cached?: CachedItem) {
    const tell = () => this.#shared.cache.update(this.#cacheKey(epk), row, cached);
    if (this.#deferred) this.#deferred.push(tell);
    else tell();
  }

  #cacheKey(epk: string) {
    return `${this.#number}/${epk}`;
  }
}
