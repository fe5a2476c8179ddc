import type { Clock } from '../shared/clock.ts';
import type { Journal } from '../shared/journal.ts';
import type { ContainerDefinition } from './container-definition.ts';
import { containerTables, dropTables, statementsOf } from './container-tables.ts';
import { conflict } from './errors.ts';
import { type JsonObject, pathSegments } from './json.ts';
import type { CachedItem, CachedPartition, PartitionCache } from './partition-cache.ts';
import type { EpkRange, PartitionKey } from './partition-key.ts';
import { itemRids } from './resource-id.ts';
import { type SealedItem, type StoredItem, sealItem, toStored } from './stored-item.ts';
import { VersionLog } from './version-log.ts';

export interface ContainerResource extends ContainerDefinition {
  readonly _rid: string;
  readonly _self: string;
  readonly _etag: string;
  readonly _ts: number;
}

const SWEPT_AT_ONCE = 2000;
const ALL = Number.MAX_SAFE_INTEGER;

const SQLITE_CONSTRAINT_UNIQUE = 2067;

const isUniqueViolation = (error: unknown) =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_CONSTRAINT_UNIQUE;

/**
 * The items of one container. Rows are numbered in creation order; every write takes the next log sequence number,
 * which orders the change feed. Writes are durable when the journal has settled.
 */
export class Container {
  readonly number: number;
  readonly database: string;
  readonly keyPaths: readonly (readonly string[])[];
  resource: ContainerResource;
  readonly versions: VersionLog;
  readonly #journal: Journal;
  readonly #cache: PartitionCache;
  readonly #clock: Clock;
  readonly #rid: (row: number) => string;
  readonly #sql: ReturnType<typeof statementsOf>;
  #lastRow: number;
  #lsn: number;
  /** What a batch still has to tell the cache; nothing, should it fail. */
  #deferred: Array<() => void> | undefined;

  constructor(
    parts: { journal: Journal; cache: PartitionCache; clock: Clock },
    row: { number: number; database: string; resource: ContainerResource; lsn: number },
  ) {
    this.#journal = parts.journal;
    this.#cache = parts.cache;
    this.#clock = parts.clock;
    this.number = row.number;
    this.database = row.database;
    this.resource = row.resource;
    this.keyPaths = row.resource.partitionKey.paths.map(pathSegments);
    this.#rid = itemRids(row.resource._rid);
    this.#journal.define(containerTables(row.number, row.resource));
    this.#sql = statementsOf(this.#journal, row.number);
    const last = this.#sql.last.get();
    this.#lastRow = Number(last?.row ?? 0);
    this.#lsn = Math.max(Number(last?.lsn ?? 0), row.lsn);
    this.versions = new VersionLog(parts.journal, row.number);
  }

  /** Sequence number of the latest write, deletes included. */
  get lsn() {
    return this.#lsn;
  }

  get now() {
    return this.#clock.now();
  }

  get seconds() {
    return Math.floor(this.#clock.now() / 1000);
  }

  count(): number {
    return Number(this.#sql.count.get()?.items ?? 0);
  }

  find(epk: string, id: string): StoredItem | undefined {
    const row = this.#sql.find.get(epk, id);
    if (!row) return undefined;
    const stored = toStored(row);
    return this.isExpired(stored.expires) ? undefined : stored;
  }

  isExpired(expires: number | null) {
    return expires !== null && expires <= this.seconds;
  }

  /** @throws 409 when the id is taken in the logical partition, or a unique key is violated. */
  insert({ epk }: PartitionKey, item: JsonObject): SealedItem {
    this.#journal.begin();
    const row = this.#lastRow + 1;
    const sealed = this.#seal(item, row);
    const { body, etag, ts, expires } = sealed;
    this.#orConflict(() => this.#sql.insert.run(row, this.#lsn + 1, epk, String(item.id), etag, ts, expires, body));
    this.#lastRow = row;
    this.#wrote(epk, 'create', row, sealed);
    return sealed;
  }

  /** @throws 409 when a unique key is violated. */
  overwrite({ row, epk }: StoredItem, item: JsonObject): SealedItem {
    this.#journal.begin();
    const sealed = this.#seal(item, row);
    const { body, etag, ts, expires } = sealed;
    this.#orConflict(() => this.#sql.update.run(this.#lsn + 1, etag, ts, expires, body, row));
    this.#wrote(epk, 'replace', row, sealed);
    return sealed;
  }

  remove(stored: StoredItem, expired = false) {
    this.#journal.begin();
    this.#lsn += 1;
    this.#sql.remove.run(stored.row);
    // A deleted row leaves no trace of its sequence number, and numbers must never be given twice.
    this.#sql.keepLsn.run(this.#lsn, this.number);
    this.#tellCache(() => this.#cache.remove(this.#cacheKey(stored.epk), stored.row));
    this.versions.record({ lsn: this.#lsn, epk: stored.epk, seconds: this.seconds, previous: stored.body, expired });
  }

  /** Removes every item of a logical partition. */
  removePartition(epk: string) {
    for (const row of this.#sql.partition.all(epk)) this.remove(toStored(row));
  }

  /** Removes what has expired, at most `limit` items; returns how many. */
  sweep(limit = SWEPT_AT_ONCE): number {
    const expired = this.#sql.expired.all(this.seconds, limit);
    for (const row of expired) this.remove(toStored(row), true);
    return expired.length;
  }

  /** Runs several writes so that an exception undoes all of them. */
  atomically<T>(work: () => T): T {
    const [lsn, lastRow] = [this.#lsn, this.#lastRow];
    const deferred: Array<() => void> = [];
    this.#deferred = deferred;
    try {
      const result = this.#journal.savepoint(work);
      for (const effect of deferred) effect();
      return result;
    } catch (error) {
      this.#lsn = lsn;
      this.#lastRow = lastRow;
      throw error;
    } finally {
      this.#deferred = undefined;
    }
  }

  /** The items of one logical partition, expired ones included, in creation order. */
  partition(epk: string): CachedPartition {
    const key = this.#cacheKey(epk);
    return this.#cache.find(key) ?? this.#cache.load(key, this.#parsed(epk));
  }

  /** The effective partition keys in use within a range, ascending. */
  *partitionKeys(range: EpkRange): Iterable<string> {
    let epk = this.#sql.firstKey.get(range.min, range.max)?.epk;
    while (typeof epk === 'string') {
      yield epk;
      epk = this.#sql.nextKey.get(epk, range.max)?.epk;
    }
  }

  /** Bodies written after `after`, oldest first, each item at its latest version only. */
  changes(after: number, range: EpkRange, since: number, limit: number): Array<{ lsn: number; body: string }> {
    if (after >= this.#lsn) return [];
    const rows = this.#sql.changes.all(after, range.min, range.max, since, this.seconds, limit);
    return rows.map((row) => ({ lsn: Number(row.lsn), body: String(row.body) }));
  }

  /** Takes over a new definition; items expire by it from now on. */
  redefine(resource: ContainerResource) {
    this.resource = resource;
    this.#journal.begin();
    this.#sql.reschedule.run(resource.defaultTtl ?? null);
    this.#cache.clear();
  }

  drop() {
    this.#journal.define(dropTables(this.number));
    this.#cache.clear();
  }

  #orConflict(write: () => { changes: number | bigint }) {
    const written = () => {
      try {
        return write().changes === 1;
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    };
    // An expired item still holds its id and unique keys until it is swept.
    if (!written() && !(this.sweep(ALL) > 0 && written())) throw conflict();
  }

  #seal(item: JsonObject, row: number): SealedItem {
    return sealItem(item, { rid: this.#rid(row), container: this.resource, ts: this.seconds });
  }

  #wrote(epk: string, operation: 'create' | 'replace', row: number, sealed: SealedItem) {
    const { item, body, expires } = sealed;
    this.#lsn += 1;
    this.#tellCache(() => this.#cache.put(this.#cacheKey(epk), { row, item, bytes: body.length, expires }));
    this.versions.record({ lsn: this.#lsn, epk, seconds: this.seconds, current: body, operation });
  }

  #tellCache(effect: () => void) {
    if (this.#deferred) this.#deferred.push(effect);
    else effect();
  }

  #cacheKey(epk: string) {
    return `${this.number}/${epk}`;
  }

  *#parsed(epk: string): Iterable<CachedItem> {
    for (const row of this.#sql.partition.iterate(epk)) {
      const { row: number, body, expires } = toStored(row);
      yield { row: number, item: JSON.parse(body), bytes: body.length, expires };
    }
  }
}
