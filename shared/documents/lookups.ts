import { LRUCache } from 'lru-cache';
import { isKind, stale } from '../kernel/errors.ts';
import type { Documents } from './documents.ts';

/**
 * The state of a stream that an entry follows. Of two writes that follow one stream, the later state wins, whichever comes last. An entry that one
 * stream holds, another cannot take: whose it is must not depend on the order in which events happen to arrive.
 */
export interface Origin {
  readonly stream: string;
  readonly version: number;
}

/** Point reads of the directory, remembered for a while: what must be found before the tenant is known. */
export interface Lookups {
  find<Value extends object>(pk: string, id: string): Promise<Value | undefined>;
  /** Many entries of one `pk` in few requests; what is not there is not in the answer. */
  findMany<Value extends object>(pk: string, ids: Iterable<string>): Promise<ReadonlyMap<string, Value>>;
  /** The entry as whoever came first has made it: with `value`, if that was us. It never changes. */
  claim<Value extends object>(pk: string, id: string, value: Value): Promise<Value>;
  save(pk: string, id: string, value: object, origin: Origin): Promise<void>;
  /** Leaves an entry alone that follows another stream by now. */
  remove(pk: string, id: string, origin: Origin): Promise<void>;
}

/** Without a value it says that the entry was removed, so that a straggler cannot bring it back. */
interface Entry extends Origin {
  readonly value?: object;
}

/** How long another instance may still believe an entry that was removed here; and how soon a new entry is seen. */
const FOUND_FOR_MS = 5 * 60_000;
const MISSING_FOR_MS = 1_000;
const MAX_ENTRIES = 50_000;
const MAX_ATTEMPTS = 5;

const MISSING = Symbol('missing');

const outdated = (next: Entry, known: Entry): boolean =>
  next.stream === known.stream ? next.version <= known.version : next.value === undefined || known.value !== undefined;

/** Reads through a cache that joins concurrent readers of one entry into one request. */
export const cachedLookups = (directory: Documents): Lookups => {
  const cache = new LRUCache<string, object | typeof MISSING>({ max: MAX_ENTRIES, ttl: FOUND_FOR_MS });
  let writes = 0;
  const reading = new Map<string, Promise<object | typeof MISSING>>();
  const keyOf = (pk: string, id: string) => `${pk}\n${id}`;

  const read = (key: string, pk: string, id: string): Promise<object | typeof MISSING> => {
    const known = reading.get(key);
    if (known) return known;
    const isCurrent = () => reading.get(key) === fresh;
    const fresh = directory
      .in(pk)
      .get<Entry>(id)
      .then((stored) => {
        const value = stored?.doc.value ?? MISSING;
        // After a write meanwhile it is good enough for those who asked before, but not to be kept.
        if (isCurrent()) cache.set(key, value, { ttl: value === MISSING ? MISSING_FOR_MS : FOUND_FOR_MS });
        return value;
      })
      .finally(() => isCurrent() && reading.delete(key));
    reading.set(key, fresh);
    return fresh;
  };

  const put = async (pk: string, id: string, entry: Entry): Promise<void> => {
    const partition = directory.in(pk);
    for (let attempt = 1; ; attempt++) {
      const stored = await partition.get<Entry>(id);
      if (stored && outdated(entry, stored.doc)) return;
      try {
        await partition.put(id, entry, stored ? { ifMatch: stored.etag } : { create: true });
        return;
      } catch (error) {
        if (!isKind(error, 'stale')) throw error;
        if (attempt === MAX_ATTEMPTS)
          throw stale('lookup/contended', 'This entry is written by too many at once.', {}, { cause: error });
      }
    }
  };
  const forget = (pk: string, id: string): void => {
    writes += 1;
    reading.delete(keyOf(pk, id));
    cache.delete(keyOf(pk, id));
  };
  const write = async (pk: string, id: string, entry: Entry): Promise<void> => {
    await put(pk, id, entry);
    forget(pk, id);
  };

  return {
    async find<Value extends object>(pk: string, id: string) {
      const key = keyOf(pk, id);
      const found = cache.get(key) ?? (await read(key, pk, id));
      return found === MISSING ? undefined : (found as Value);
    },
    async findMany<Value extends object>(pk: string, ids: Iterable<string>) {
      const found = new Map<string, Value>();
      const unknown: string[] = [];
      for (const id of new Set(ids)) {
        const known = cache.get(keyOf(pk, id));
        if (known === undefined) unknown.push(id);
        else if (known !== MISSING) found.set(id, known as Value);
      }
      if (unknown.length === 0) return found;
      const before = writes;
      const stored = await directory.getMany<Entry>(
        pk,
        unknown.map((id) => ({ path: [], id })),
      );
      for (const [index, id] of unknown.entries()) {
        const value = stored[index]?.doc.value;
        // After a write meanwhile it is good enough for who has asked, but not to be kept.
        if (writes === before) cache.set(keyOf(pk, id), value ?? MISSING, value ? {} : { ttl: MISSING_FOR_MS });
        if (value) found.set(id, value as Value);
      }
      return found;
    },
    async claim<Value extends object>(pk: string, id: string, value: Value) {
      const entry: Entry = { stream: `claim/${id}`, version: 1, value };
      try {
        await directory.in(pk).put(id, entry, { create: true });
      } catch (error) {
        if (!isKind(error, 'stale')) throw error;
      }
      forget(pk, id);
      return ((await directory.in(pk).get<Entry>(id))?.doc.value ?? value) as Value;
    },
    save: (pk, id, value, { stream, version }) => write(pk, id, { stream, version, value }),
    remove: (pk, id, { stream, version }) => write(pk, id, { stream, version }),
  };
};
