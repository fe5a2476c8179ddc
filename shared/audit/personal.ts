import type { Recorded, StreamRef } from '../eventstore/event-store.ts';
import { defined } from '../kernel/objects.ts';
import type { PersonalKeys } from '../personal/keys.ts';
import { seal, unseal } from '../personal/seal.ts';
import type { Draft, Entry } from './entry.ts';

const isAboutSomebody = (history: readonly Recorded[]): boolean =>
  history.some(({ event }) => Object(event.data).personal !== undefined);

const streamOf = (tenantId: string, { id }: Pick<Entry, 'id'>): StreamRef => ({
  tenantId,
  streamId: id.slice(0, id.lastIndexOf(':')),
});

/**
 * What is said of a person is sealed with the key that their events are sealed with: nobody can change an entry, but once the key is forgotten
 * nobody can read it either, and the chain still fits together.
 */
export const sealedFacts = async (
  keys: Pick<PersonalKeys, 'find'>,
  tenantId: string,
  drafts: readonly Draft[],
  history: readonly Recorded[],
): Promise<readonly Draft[]> => {
  const [first] = drafts;
  const key = first && isAboutSomebody(history) ? await keys.find(streamOf(tenantId, first)) : undefined;
  if (!key) return drafts;
  return drafts.map(({ before, after, data, ...draft }) => {
    const told = defined({ before, after, data });
    if (Object.keys(told).length === 0) return draft;
    return { ...draft, sealed: seal(told, key, streamOf(tenantId, draft)) };
  });
};

/** Opens what can be opened still. */
export const opened = async (
  keys: Pick<PersonalKeys, 'find'>,
  tenantId: string,
  entry: Entry,
): Promise<Omit<Entry, 'sealed'>> => {
  const { sealed, ...rest } = entry;
  if (!sealed) return rest;
  const stream = streamOf(tenantId, entry);
  const key = await keys.find(stream);
  return key ? { ...rest, ...unseal(sealed, key, stream) } : rest;
};
