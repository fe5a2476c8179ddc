import type { DeviceTally } from './device-tally.ts';
import type { Told } from './facts.ts';
import type { VehicleMemory } from './pipeline/pipeline.ts';
import type { Segment } from './segments.ts';

/** What is known of a shard's vehicles: one document, one writer. */
export interface ShardState {
  readonly vehicles: Readonly<Record<string, VehicleMemory>>;
  readonly devices: Readonly<Record<string, DeviceTally>>;
  /** Batches of fixes that have not been sorted by vehicle and time yet. */
  readonly pending: readonly Segment[];
  /** Facts that are found, and not published yet. */
  readonly outbox: readonly Told[];
  /** When the oldest of them was put there, milliseconds; 0 while there are none. */
  readonly outboxSince: number;
  /** The number of the last message that is in here: messages of a session come in order, so what comes again comes up to there. */
  readonly done: string;
}

export const emptyShard: ShardState = { vehicles: {}, devices: {}, pending: [], outbox: [], outboxSince: 0, done: '0' };

/** The partition of a shard below its tenant, in the container `live`. */
export const shardPath = (shard: number): readonly [string] => [`shard-${shard}`];
/** The id of its state there. */
export const STATE = 'state';
