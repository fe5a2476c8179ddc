import { LRUCache } from 'lru-cache';
import type { Documents, Partition, Stored } from '../documents/documents.ts';

/** A document that somebody has written, on whichever instance. */
interface Written {
  readonly path: readonly string[];
  readonly id: string;
  readonly etag: string;
}

export interface CacheOptions {
  /** Follows the change feed from the first call of its answer on: each call tells what anybody has written since the one before. */
  follow(): () => Promise<readonly Written[]>;
  /** Fields of the partition key, which are no part of a document. */
  readonly fields: readonly string[];
  readonly now?: () => number;
  readonly onFailure: (error: unknown) => void;
  /** Told of every read of a document, by the partition's levels below the tenant; `hit`: it was here. */
  readonly onRead?: (path: readonly string[], hit: boolean) => void;
}

/** So long an answer may be behind what other instances have written. */
const BELIEVED_FOR_MS = 1_000;
/** Whoever has not asked for so long would have to hear a lot: it is cheaper to begin anew. */
const FORGOTTEN_AFTER_MS = 60_000;
const MAX_DOCUMENTS = 20_000;

const keyOf = (path: readonly string[], id: string): string => JSON.stringify([...path, id]);

/**
 * Keeps the documents that an instance has read or written in its memory, and joins those who read one at once. Before it believes its memory it asks the change feed, once a
 * second at most, what others have written: an answer is a second old at most, and a version that is asked for by number is never answered older. Lists go to the store.
 */
export const cachedDocuments = (
  documents: Documents,
  { follow, fields, now = Date.now, onFailure, onRead }: CacheOptions,
): Documents => {
  const cache = new LRUCache<string, Stored<object>>({ max: MAX_DOCUMENTS });
  const reading = new Map<string, Promise<Stored<object> | undefined>>();
  let written = follow();
  let heardAt = Number.NEGATIVE_INFINITY;
  let hearing: Promise<void> | undefined;

  const forget = (key: string): void => {
    reading.delete(key);
    cache.delete(key);
  };

  const hear = async (): Promise<void> => {
    const asked = now();
    if (asked - heardAt > FORGOTTEN_AFTER_MS) {
      cache.clear();
      reading.clear();
      written = follow();
    }
    try {
      for (const { path, id, etag } of await written()) {
        const key = keyOf(path, id);
        if (cache.peek(key)?.etag !== etag) forget(key);
      }
      heardAt = asked;
    } catch (error) {
      heardAt = Number.NEGATIVE_INFINITY;
      cache.clear();
      onFailure(error);
    } finally {
      hearing = undefined;
    }
  };

  const upToDate = async (): Promise<void> => {
    if (now() - heardAt < BELIEVED_FOR_MS) return;
    hearing ??= hear();
    await hearing;
  };
  /** What is read now may be kept: whatever is written from now on will be heard. */
  const isFollowing = (): boolean => now() - heardAt <= FORGOTTEN_AFTER_MS;

  const read = (key: string, partition: Partition, id: string): Promise<Stored<object> | undefined> => {
    const known = reading.get(key);
    if (known) return known;
    const isCurrent = () => reading.get(key) === fresh;
    const fresh: Promise<Stored<object> | undefined> = partition
      .get<object>(id)
      .then((stored) => {
        // After a write meanwhile it is good enough for those who asked before, but not to be kept.
        if (stored && isCurrent()) cache.set(key, stored);
        return stored;
      })
      .finally(() => isCurrent() && reading.delete(key));
    reading.set(key, fresh);
    return fresh;
  };

  /** As the store would give it back. */
  const asStored = (id: string, doc: object): object => {
    const members = Object.entries({ ...doc, id }).filter(([name]) => !fields.includes(name));
    return JSON.parse(JSON.stringify(Object.fromEntries(members)));
  };

  const inPartition = (...path: readonly string[]): Partition => {
    const [tenantId = '', ...rest] = path;
    const partition = documents.in(tenantId, ...rest);
    return {
      ...partition,
      async get<Doc extends object>(id: string) {
        const key = keyOf(path, id);
        if (cache.has(key) || reading.has(key) || !isFollowing()) await upToDate();
        const known = cache.get(key);
        onRead?.(path.slice(1), known !== undefined);
        return (known ?? (await read(key, partition, id))) as Stored<Doc> | undefined;
      },
      async put(id, doc, options) {
        const key = keyOf(path, id);
        try {
          const etag = await partition.put(id, doc, options);
          reading.delete(key);
          cache.set(key, { doc: asStored(id, doc), etag });
          return etag;
        } catch (error) {
          forget(key);
          throw error;
        }
      },
      async putTogether(puts) {
        for (const { id } of puts) forget(keyOf(path, id));
        const tags = await partition.putTogether(puts);
        for (const { id } of puts) forget(keyOf(path, id));
        return tags;
      },
      async remove(id) {
        await partition.remove(id);
        forget(keyOf(path, id));
      },
    };
  };

  return {
    in: inPartition,
    getMany: documents.getMany,
    async putMany(tenantId, puts) {
      const done = await documents.putMany(tenantId, puts);
      for (const { path, id } of puts) forget(keyOf([tenantId, ...path], id));
      return done;
    },
    async removeMany(tenantId, path, ids) {
      await documents.removeMany(tenantId, path, ids);
      for (const id of ids) forget(keyOf([tenantId, ...path], id));
    },
  };
};
