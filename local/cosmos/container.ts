import { randomUUID } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import { types } from 'node:util';
import type { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock.ts';
import type { Journal } from '../shared/journal.ts';
import type { Resource } from './account.ts';
import type { ContainerDefinition } from './container-definition.ts';
import { openTables } from './container-tables.ts';
import { conflict } from './errors.ts';
import { type JsonObject, pathSegments } from './json.ts';
import { checkItemSize } from './limits.ts';
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

/** An item ready for a query. */
type ParsedItem = Pick<StoredItem, 'row' | 'expires'> & { readonly item: JsonObject };

/** The items of the logical partitions that were queried last by their rows, so that a query does not parse them again. */
export type ParsedPartitions = LRUCache<string, Map<number, ParsedItem>>;

/** What the containers of an account share. */
interface Shared {
  readonly journal: Journal;
  readonly parsed: ParsedPartitions;
  readonly clock: Clock;
}

const SWEPT_AT_ONCE = 2000;
// An empty partition still costs a map and a key.
const PARTITION_OVERHEAD = 200;
const SQLITE_CONSTRAINT_UNIQUE = 2067;

const isUniqueViolation = (error: unknown) =>
  types.isNativeError(error) && 'errcode' in error && error.errcode === SQLITE_CONSTRAINT_UNIQUE;

const toStored = (row: Record<string, SQLOutputValue>) => row as StoredItem;

export type Container = ReturnType<typeof openContainer>;

/**
 * The items of one container. Rows are numbered in creation order; every write takes the next log sequence number,
 * which orders the change feed. Writes are durable when the journal has settled.
 */
export const openContainer = (
  { journal, parsed, clock }: Shared,
  number: number,
  resource: ContainerDefinition & Resource,
  knownLsn: number,
) => {
  const sql = openTables(journal, number, resource);
  const last = sql.last.get();
  let lastRow = Number(last?.row ?? 0);
  let lsn = Math.max(Number(last?.lsn ?? 0), knownLsn);
  /** What a batch will do to the parsed items once all of it has succeeded, so that a failure leaves nothing to take back. */
  let deferred: Array<() => void> | undefined;

  const seconds = () => Math.floor(clock.now() / 1000);
  const isVisible = ({ expires }: Pick<StoredItem, 'expires'>) => expires === null || expires > seconds();
  const parsedKey = (epk: string) => `${number}/${epk}`;

  /** Keeps a partition up to date that is parsed already. */
  const update = (epk: string, change: (items: Map<number, ParsedItem>) => void) => {
    const items = parsed.peek(parsedKey(epk));
    if (items && deferred) deferred.push(() => change(items));
    else if (items) change(items);
  };

  const read = (epk: string): Map<number, ParsedItem> => {
    const items = new Map<number, ParsedItem>();
    let size = PARTITION_OVERHEAD;
    for (const stored of sql.partition.all(epk)) {
      const { row, body, expires } = toStored(stored);
      items.set(row, { row, item: JSON.parse(body), expires });
      size += body.length;
    }
    parsed.set(parsedKey(epk), items, { size });
    return items;
  };

  const remove = ({ row, epk }: StoredItem) => {
    journal.begin();
    lsn += 1;
    sql.remove.run(row);
    // A deleted row leaves no trace of its sequence number, and numbers must never be given twice.
    sql.keepLsn.run(lsn, number);
    update(epk, (items) => items.delete(row));
  };

  /** Removes what has expired, at most `limit` items; returns how many. */
  const sweep = (limit = SWEPT_AT_ONCE): number => {
    const expired = sql.expired.all(seconds(), limit);
    for (const row of expired) remove(toStored(row));
    return expired.length;
  };

  const orConflict = (write: () => void) => {
    journal.begin();
    try {
      write();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // An expired item still holds its id and unique keys until it is swept.
      if (sweep(Number.MAX_SAFE_INTEGER) === 0) throw conflict();
      orConflict(write);
    }
  };

  return {
    resource,
    keyPaths: resource.partitionKey.paths.map(pathSegments),
    remove,
    sweep,

    /** Sequence number of the latest write, deletes included. */
    lsn: () => lsn,

    find: (epk: string, id: string) => sql.find.all(epk, id).map(toStored).find(isVisible),

    /**
     * Stores an item, in the row it has if it has one.
     * @throws 409 when the id is taken in the logical partition or a unique key is violated, 413 beyond 2 MB.
     */
    put(epk: string, given: JsonObject, row = lastRow + 1): StoredItem & { readonly item: JsonObject } {
      const { _rid, _self, _etag, _attachments, _ts, _lsn, ...own } = given;
      const { defaultTtl } = resource;
      const [rid, etag, ts] = [`${resource._rid}${row}`, `"${randomUUID()}"`, seconds()];
      const self = `${resource._self}docs/${rid}/`;
      const item = { ...own, _rid: rid, _self: self, _etag: etag, _attachments: 'attachments/', _ts: ts };
      const body = JSON.stringify(item);
      checkItemSize(body);
      const ttl = typeof given.ttl === 'number' ? given.ttl : defaultTtl;
      const expires = defaultTtl !== undefined && ttl !== undefined && ttl > 0 ? ts + ttl : null;
      orConflict(() => sql.put.run(row, epk, String(given.id), lsn + 1, etag, ts, expires, body));
      lsn += 1;
      lastRow = Math.max(lastRow, row);
      update(epk, (items) => items.set(row, { row, item, expires }));
      return { row, epk, body, etag, expires, item };
    },

    /** Runs several writes so that an exception undoes all of them. */
    atomically(work: () => void) {
      const before = [lsn, lastRow] as const;
      const effects: Array<() => void> = [];
      deferred = effects;
      try {
        journal.savepoint(work);
        for (const effect of effects) effect();
      } catch (error) {
        [lsn, lastRow] = before;
        throw error;
      } finally {
        deferred = undefined;
      }
    },

    /** The items of one logical partition, in creation order. */
    *partition(epk: string): Iterable<ParsedItem> {
      const items = parsed.get(parsedKey(epk)) ?? read(epk);
      for (const item of items.values()) if (isVisible(item)) yield item;
    },

    /** The effective partition keys in use within a range, ascending. */
    *partitionKeys({ min, max }: EpkRange): Iterable<string> {
      let epk = sql.nextKey.get(min, max)?.epk;
      while (typeof epk === 'string') {
        yield epk;
        // All keys are of one length, so nothing lies between a key and the same with a digit more.
        epk = sql.nextKey.get(`${epk}0`, max)?.epk;
      }
    },

    /** Bodies written after `after`, oldest first, each item at its latest version only. */
    changes(after: number, range: EpkRange, since: number, limit: number): Array<{ lsn: number; body: string }> {
      if (after >= lsn) return [];
      const rows = sql.changes.all(after, range.min, range.max, since, seconds(), limit);
      return rows.map((row) => ({ lsn: Number(row.lsn), body: String(row.body) }));
    },
  };
};
