import { LRUCache } from 'lru-cache';
import type { Documents } from './documents.ts';

/** Point reads of the directory, remembered for a while: what must be found before the tenant is known. */
export interface Lookups {
  find<Value extends object>(pk: string, id: string): Promise<Value | undefined>;
  save(pk: string, id: string, value: object): Promise<void>;
  remove(pk: string, id: string): Promise<void>;
}

/** How long another instance may still believe an entry that was removed here; and how soon a new entry is seen. */
const FOUND_FOR_MS = 5 * 60_000;
const MISSING_FOR_MS = 1_000;
const MAX_ENTRIES = 50_000;

const MISSING = Symbol('missing');

/** Reads through a cache that joins concurrent readers of one entry into one request. */
export const cachedLookups = (directory: Documents): Lookups => {
  const cache = new LRUCache<string, object | typeof MISSING, { pk: string; id: string }>({
    max: MAX_ENTRIES,
    ttl: FOUND_FOR_MS,
    async fetchMethod(_key, _stale, { options, context: { pk, id } }) {
      const stored = await directory.in(pk).get<object>(id);
      if (!stored) options.ttl = MISSING_FOR_MS;
      return stored?.doc ?? MISSING;
    },
  });
  const keyOf = (pk: string, id: string) => `${pk}\n${id}`;

  return {
    async find<Value extends object>(pk: string, id: string) {
      const key = keyOf(pk, id);
      const found = cache.get(key) ?? (await cache.fetch(key, { context: { pk, id } }));
      return found === MISSING ? undefined : (found as Value | undefined);
    },
    async save(pk, id, value) {
      await directory.in(pk).put(id, value);
      cache.delete(keyOf(pk, id));
    },
    async remove(pk, id) {
      await directory.in(pk).remove(id);
      cache.delete(keyOf(pk, id));
    },
  };
};
