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

/** All items of one logical partition, in creation order. */
export type CachedPartition = Map<number, CachedItem>;

const CACHED_BYTES = 64 * 1024 * 1024;
// An empty partition still costs a map and a key.
const PARTITION_OVERHEAD = 200;

/** Parsed items of the logical partitions that were queried last, so that a query does not parse them again. */
export class PartitionCache {
  readonly #partitions = new LRUCache<string, CachedPartition>({ maxSize: CACHED_BYTES });
  readonly #bytes = new WeakMap<CachedPartition, number>();

  find(key: string): CachedPartition | undefined {
    return this.#partitions.get(key);
  }

  load(key: string, items: Iterable<CachedItem>): CachedPartition {
    const partition: CachedPartition = new Map();
    let bytes = PARTITION_OVERHEAD;
    for (const cached of items) {
      partition.set(cached.row, cached);
      bytes += cached.bytes;
    }
    this.#remember(key, partition, bytes);
    return partition;
  }

  /** Keeps a partition up to date that is already here; does nothing for others. */
  put(key: string, cached: CachedItem) {
    const partition = this.#partitions.peek(key);
    if (!partition) return;
    const replaced = partition.get(cached.row)?.bytes ?? 0;
    partition.set(cached.row, cached);
    this.#remember(key, partition, this.#sizeOf(partition) + cached.bytes - replaced);
  }

  remove(key: string, row: number) {
    const partition = this.#partitions.peek(key);
    const removed = partition?.get(row);
    if (!partition || !removed) return;
    partition.delete(row);
    this.#remember(key, partition, this.#sizeOf(partition) - removed.bytes);
  }

  clear() {
    this.#partitions.clear();
  }

  #sizeOf(partition: CachedPartition) {
    return this.#bytes.get(partition) ?? PARTITION_OVERHEAD;
  }

  #remember(key: string, partition: CachedPartition, bytes: number) {
    this.#bytes.set(partition, bytes);
    this.#partitions.set(key, partition, { size: bytes });
  }
}
