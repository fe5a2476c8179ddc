import { LRUCache } from 'lru-cache';
import type { JsonObject } from './json.ts';

/** An item ready for a query. `row` numbers items in the order they were created. */
export interface CachedItem {
  readonly row: number;
  readonly item: JsonObject;
  readonly bytes: number;
  /** Second from which the item is invisible, or null. */
  readonly expires: number | null;
}

interface Partition {
  /** In creation order. */
  readonly items: Map<number, CachedItem>;
  readonly bytes: number;
}

const CACHED_BYTES = 64 * 1024 * 1024;
// An empty partition still costs a map and a key.
const PARTITION_OVERHEAD = 200;

/** Parsed items of the logical partitions that were queried last, so that a query does not parse them again. */
export class PartitionCache {
  readonly #partitions = new LRUCache<string, Partition>({
    maxSize: CACHED_BYTES,
    sizeCalculation: ({ bytes }) => bytes + PARTITION_OVERHEAD,
  });

  /** The items of a partition, which `load` reads unless they are here. */
  items(key: string, load: () => readonly CachedItem[]): Iterable<CachedItem> {
    const cached = this.#partitions.get(key);
    if (cached) return cached.items.values();
    const loaded = load();
    const bytes = loaded.reduce((sum, entry) => sum + entry.bytes, 0);
    this.#partitions.set(key, { items: new Map(loaded.map((entry) => [entry.row, entry])), bytes });
    return loaded;
  }

  /** Keeps a partition up to date that is already here: with the item in its row, or without one when it was removed. */
  update(key: string, row: number, entry?: CachedItem) {
    const partition = this.#partitions.peek(key);
    if (!partition) return;
    const { items } = partition;
    const bytes = partition.bytes + (entry?.bytes ?? 0) - (items.get(row)?.bytes ?? 0);
    if (entry) items.set(row, entry);
    else items.delete(row);
    this.#partitions.set(key, { items, bytes });
  }
}
