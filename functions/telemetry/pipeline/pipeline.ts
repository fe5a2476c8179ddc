import type { DropReason } from '../contract.ts';
import type { Fact } from '../facts.ts';
import type { ReceivedFix } from '../fix.ts';

/** What the pipeline remembers of a vehicle: plain JSON, kept for every vehicle in a document that its shard shares. */
export interface VehicleMemory {
  /** The last fix that was believed. */
  readonly latest: ReceivedFix;
}

/** What the pipeline knows of a vehicle and its surroundings while it looks at a fix, and whom it tells. */
export interface Scene {
  readonly vehicleId: string;
  readonly tell: (fact: Fact) => void;
  readonly drop: (reason: DropReason) => void;
}

/**
 * One more fix, later than the last. Pure but for what it tells: the same fixes in the same order leave the same memory and tell the same facts, wherever
 * they are cut into batches. A fix that is not believed is told to `drop` and leaves `latest` as it is.
 */
export const advance = (memory: VehicleMemory | undefined, fix: ReceivedFix, { drop }: Scene): VehicleMemory => {
  if (memory && fix.at <= memory.latest.at) {
    drop('duplicate');
    return memory;
  }
  return { latest: fix };
};
