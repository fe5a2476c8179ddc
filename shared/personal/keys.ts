import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Documents } from '../documents/documents.ts';
import type { StreamRef } from '../eventstore/event-store.ts';
import { conflict, isKind } from '../kernel/errors.ts';

/** The keys that personal data is sealed with: one for each stream, kept apart from it, and gone when the person is to be forgotten. */
export interface PersonalKeys {
  /** The stream's key, made now when it has none. @throws FleetError `conflict` once it was forgotten. */
  ensure(stream: StreamRef): Promise<Buffer>;
  /** Undefined when there never was one, or it was forgotten. */
  find(stream: StreamRef): Promise<Buffer | undefined>;
  /** For good: nothing brings the key back. Forgetting twice is no error. */
  forget(stream: StreamRef): Promise<void>;
}

/** Without a key it says that there was one. */
interface Entry {
  readonly key?: string;
}

/** How long another instance may still read what was forgotten here. */
const REMEMBERED_MS = 60_000;
const MAX_ENTRIES = 10_000;
const KEY_BYTES = 32;

/** @param operations keys lie in the company's own partition `personal-keys`, under the stream's id. */
export const personalKeys = (operations: Documents): PersonalKeys => {
  const cache = new LRUCache<string, Buffer>({ max: MAX_ENTRIES, ttl: REMEMBERED_MS });
  const nameOf = ({ tenantId, streamId }: StreamRef) => `${tenantId}/${streamId}`;
  const kept = ({ tenantId }: StreamRef) => operations.in(tenantId, 'personal-keys');

  const remember = (stream: StreamRef, key: string): Buffer => {
    const bytes = Buffer.from(key, 'base64');
    cache.set(nameOf(stream), bytes);
    return bytes;
  };
  const stored = async (stream: StreamRef) => (await kept(stream).get<Entry>(stream.streamId))?.doc;

  return {
    async ensure(stream) {
      const known = cache.get(nameOf(stream));
      if (known) return known;
      const key = randomBytes(KEY_BYTES).toString('base64');
      try {
        await kept(stream).put(stream.streamId, { key } satisfies Entry, { create: true });
        return remember(stream, key);
      } catch (error) {
        if (!isKind(error, 'stale')) throw error;
      }
      const first = await stored(stream);
      if (!first?.key)
        throw conflict('personal/erased', 'What is personal here has been erased; nothing can be added.');
      return remember(stream, first.key);
    },
    async find(stream) {
      const known = cache.get(nameOf(stream));
      if (known) return known;
      const entry = await stored(stream);
      return entry?.key === undefined ? undefined : remember(stream, entry.key);
    },
    async forget(stream) {
      await kept(stream).put(stream.streamId, {} satisfies Entry);
      cache.delete(nameOf(stream));
    },
  };
};
