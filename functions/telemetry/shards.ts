import { LRUCache } from 'lru-cache';
import { MAX_TOGETHER, type PartPut, type Stored } from '../../shared/documents/documents.ts';
import { perServices, type Services } from '../../shared/services.ts';
import type { WakeUp } from './messages.ts';
import { emptyShard, type ShardState, STATE, shardPath } from './shard-state.ts';

/** A state and the tag it was read or written under; no tag while there is none in the store. */
export type Loaded = { readonly doc: ShardState; readonly etag?: string };

/** What one instance keeps in its memory: a shard's state has some hundred kilobytes. */
const MAX_STATES = 256;

/** The states of shards, as whoever drains them sees them: the one that an instance wrote last it need not read again. */
export interface Shards {
  load(wakeUp: WakeUp): Promise<Loaded>;
  /**
   * Writes the state and what belongs to it, all or nothing.
   * @throws FleetError `stale` when somebody else has written the state since it was loaded.
   */
  save(
    wakeUp: WakeUp,
    state: ShardState,
    etag: string | undefined,
    beside?: readonly PartPut<object>[],
  ): Promise<string>;
}

const keyOf = ({ tenantId, shard }: WakeUp) => `${tenantId}/${shard}`;

/** An owner drains a shard for a minute at most, and another instance may drain it next: `save` notices. */
export const shardsOf = perServices(({ live }: Services): Shards => {
  const states = new LRUCache<string, Required<Stored<ShardState>>>({ max: MAX_STATES });
  return {
    async load(wakeUp) {
      const known = states.get(keyOf(wakeUp));
      if (known) return known;
      const stored = await live.in(wakeUp.tenantId, ...shardPath(wakeUp.shard)).get<ShardState>(STATE);
      return stored ?? { doc: emptyShard };
    },
    async save(wakeUp, state, etag, beside = []) {
      const key = keyOf(wakeUp);
      states.delete(key);
      const partition = live.in(wakeUp.tenantId, ...shardPath(wakeUp.shard));
      const condition = etag === undefined ? { create: true } : { ifMatch: etag };
      const room = beside.slice(0, MAX_TOGETHER - 1);
      const [tag = ''] = await partition.putTogether<object>([{ id: STATE, doc: state, ...condition }, ...room]);
      states.set(key, { doc: state, etag: tag });
      return tag;
    },
  };
});
