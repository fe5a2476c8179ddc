import { LRUCache } from 'lru-cache';
import { isKind, stale } from '../kernel/errors.ts';
import { type Documents, everything, type Partition, type Stored } from './documents.ts';

/**
 * The state of a stream that an entry follows. Of two writes that follow one stream, the later state wins, whichever comes last. An entry that one
 * stream holds, another cannot take: whose it is must not depend on the order in which events happen to arrive.
 */
export interface Origin {
  readonly stream: string;
  readonly version: number;
}

/** How old an answer may be. */
export interface Freshness {
  /** Milliseconds; five minutes unless told. */
  readonly within?: number;
  /** The same for the answer that there is none: a second unless told. */
  readonly missingWithin?: number;
  /** An older one, up to five minutes, will do while the store does not answer. */
  readonly orOlderWhileDown?: boolean;
}

/** Reads of the directory, remembered for a while: what must be found before the tenant is known. */
export interface Lookups {
  find<Value extends object>(pk: string, id: string, freshness?: Freshness): Promise<Value | undefined>;
  /** Every entry of one `pk`, by its id. There must not be many. */
  list<Value extends object>(pk: string, freshness?: Freshness): Promise<ReadonlyMap<string, Value>>;
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

/** How long another instance may still believe an entry that was removed here, unless it asks for less; and how soon a new entry is seen. */
const FOUND_FOR_MS = 5 * 60_000;
const MISSING_FOR_MS = 1_000;
/** Devices and vehicles of 100,000, and who calls: some 100 MB. */
const MAX_ENTRIES = 300_000;
/** Whoever has to ask for some of a partition asks for those as well that are this old: else every request would ask for a few. */
const AGEING_AFTER_MS = FOUND_FOR_MS / 2;
/** At once; they are asked for by the hundred. */
const MAX_AGEING = 1_000;
const MAX_PARTITIONS = 10_000;
const MAX_ATTEMPTS = 5;

const MISSING = Symbol('missing');

const outdated = (next: Entry, known: Entry): boolean =>
  next.stream === known.stream ? next.version <= known.version : next.value === undefined || known.value !== undefined;

interface Remembered {
  readonly value: object | typeof MISSING;
  /** When the store was asked. */
  readonly at: number;
}

const keyOf = (pk: string, id: string) => `${pk}\n${id}`;
/** Of all entries together. No id has a line break. */
const listKeyOf = (pk: string) => keyOf(pk, '\n');

/**
 * Writes an entry unless the store has a later one. A guess, or that there is none yet, is good enough to begin with: when it is not so, the write fails.
 * @param guess how it was last seen
 * @returns the entry as it is now; undefined when it was left alone
 */
const putEntry = async (
  partition: Partition,
  id: string,
  entry: Entry,
  guess: Stored<Entry> | undefined,
): Promise<Stored<Entry> | undefined> => {
  const look = () => partition.get<Entry>(id);
  let stored = guess ?? (entry.version === 1 ? undefined : await look());
  for (let attempt = 1; ; attempt++) {
    if (stored && outdated(entry, stored.doc)) return undefined;
    try {
      return { doc: entry, etag: await partition.put(id, entry, stored ? { ifMatch: stored.etag } : { create: true }) };
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
      if (attempt === MAX_ATTEMPTS)
        throw stale('lookup/contended', 'This entry is written by too many at once.', {}, { cause: error });
    }
    stored = await look();
  }
};

/** Reads through a cache that joins concurrent readers of one entry into one request. */
export const cachedLookups = (directory: Documents, now: () => number = Date.now): Lookups => {
  const cache = new LRUCache<string, Remembered>({ max: MAX_ENTRIES });
  /** Only to write again: others may have written since. */
  const written = new LRUCache<string, Stored<Entry>>({ max: MAX_ENTRIES });
  /** Of each partition, what was asked for with others and when, the oldest first. */
  const companions = new LRUCache<string, Map<string, number>>({ max: MAX_PARTITIONS });
  let writes = 0;
  const reading = new Map<string, Promise<object | typeof MISSING>>();

  const remember = (key: string, value: object | typeof MISSING, at: number) => cache.set(key, { value, at });
  const remembered = (key: string, freshness: Freshness = {}): object | typeof MISSING | undefined => {
    const { within = FOUND_FOR_MS, missingWithin = MISSING_FOR_MS } = freshness;
    const known = cache.get(key);
    const lifetime = known?.value === MISSING ? Math.min(within, missingWithin) : within;
    return known && now() - known.at < lifetime ? known.value : undefined;
  };

  const read = (key: string, load: () => Promise<object | undefined>): Promise<object | typeof MISSING> => {
    const known = reading.get(key);
    if (known) return known;
    const at = now();
    const isCurrent = () => reading.get(key) === fresh;
    const fresh = load()
      .then((value) => {
        const found = value ?? MISSING;
        // After a write meanwhile it is good enough for those who asked before, but not to be kept.
        if (isCurrent()) remember(key, found, at);
        return found;
      })
      .finally(() => isCurrent() && reading.delete(key));
    reading.set(key, fresh);
    return fresh;
  };

  const through = async (
    key: string,
    load: () => Promise<object | undefined>,
    freshness: Freshness = {},
  ): Promise<object | undefined> => {
    const known = remembered(key, freshness);
    if (known) return known === MISSING ? undefined : known;
    try {
      const found = await read(key, load);
      return found === MISSING ? undefined : found;
    } catch (error) {
      const older = freshness.orOlderWhileDown && isKind(error, 'upstream') ? remembered(key) : undefined;
      if (older === undefined || older === MISSING) throw error;
      return older;
    }
  };

  const all = async (pk: string): Promise<Map<string, object>> => {
    const found = new Map<string, object>();
    for await (const { id, value } of everything<Entry & { readonly id: string }>(directory.in(pk)))
      if (value) found.set(id, value);
    return found;
  };

  /** What will have to be asked for soon. */
  const ageing = (pk: string, but: ReadonlySet<string>, at: number): string[] => {
    const ids: string[] = [];
    for (const [id, askedAt] of companions.get(pk) ?? []) {
      if (at - askedAt < AGEING_AFTER_MS || ids.length === MAX_AGEING) break;
      if (!but.has(id)) ids.push(id);
    }
    return ids;
  };

  const forget = (pk: string, id: string): void => {
    writes += 1;
    for (const key of [keyOf(pk, id), listKeyOf(pk)]) {
      reading.delete(key);
      cache.delete(key);
    }
  };
  const write = async (pk: string, id: string, entry: Entry): Promise<void> => {
    const key = keyOf(pk, id);
    const own = written.get(key);
    const next = await putEntry(directory.in(pk), id, entry, own?.doc.stream === entry.stream ? own : undefined);
    if (next) written.set(key, next);
    forget(pk, id);
  };

  return {
    find: async <Value extends object>(pk: string, id: string, freshness?: Freshness) =>
      (await through(keyOf(pk, id), async () => (await directory.in(pk).get<Entry>(id))?.doc.value, freshness)) as
        | Value
        | undefined,
    list: async <Value extends object>(pk: string, freshness?: Freshness) =>
      (await through(listKeyOf(pk), () => all(pk), freshness)) as ReadonlyMap<string, Value>,
    async findMany<Value extends object>(pk: string, ids: Iterable<string>) {
      const found = new Map<string, Value>();
      const unknown: string[] = [];
      for (const id of new Set(ids)) {
        const known = remembered(keyOf(pk, id));
        if (known === undefined) unknown.push(id);
        else if (known !== MISSING) found.set(id, known as Value);
      }
      if (unknown.length === 0) return found;
      const [before, at] = [writes, now()];
      const asked = [...unknown, ...ageing(pk, new Set(unknown), at)];
      const stored = await directory.getMany<Entry>(
        pk,
        asked.map((id) => ({ path: [], id })),
      );
      const known = companions.get(pk) ?? new Map<string, number>();
      companions.set(pk, known);
      for (const [index, id] of asked.entries()) {
        const value = stored[index]?.doc.value;
        // After a write meanwhile it is good enough for who has asked, but not to be kept.
        if (writes === before) remember(keyOf(pk, id), value ?? MISSING, at);
        known.delete(id);
        if (value) known.set(id, at);
        if (value && index < unknown.length) found.set(id, value as Value);
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
