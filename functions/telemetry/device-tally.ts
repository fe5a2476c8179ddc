import type { DropReason } from './contract.ts';

/** What has come of a device since it began to report, in a shard's state: some 150 bytes. Times are milliseconds since 1970. */
export interface DeviceTally {
  /** Fixes that were kept, and how many of them were late: older than one that was there already. */
  readonly accepted: number;
  readonly late: number;
  /** What was not kept, by reason. */
  readonly drops: Readonly<Partial<Record<DropReason, number>>>;
  /** When it was heard for the first time, and for the last. */
  readonly since: number;
  readonly heardAt: number;
  /** The newest moment it has measured anything at, by its own clock; absent while nothing was kept. */
  readonly fixAt?: number;
  /** The quickest fix of the hour it was heard last in, and of the hour before that it was heard in: see `clockOffsetOf`. */
  readonly lag?: Lag;
}

/** Number of the hour, and by how many milliseconds a fix arrived after its own time, at least; negative when the device's clock is ahead. */
type Lag = readonly [hour: number, smallest: number, before: number];

/** What a device sent that arrived together, as one round found it. */
export interface Heard {
  /** When it arrived. */
  readonly receivedAt: number;
  readonly accepted: number;
  readonly late: number;
  /** Of the fixes that were kept: the newest moment, and the smallest of `receivedAt - at`. Absent when none was. */
  readonly fixAt?: number;
  readonly lag?: number;
  readonly drops?: readonly (readonly [reason: DropReason, times: number])[];
}

const HOUR_MS = 3_600_000;

const lagAfter = (before: Lag | undefined, { lag, receivedAt }: Heard): Lag | undefined => {
  if (lag === undefined) return before;
  const hour = Math.floor(receivedAt / HOUR_MS);
  if (!before) return [hour, lag, lag];
  const [known, smallest, earlier] = before;
  if (hour > known) return [hour, lag, smallest];
  return lag < smallest ? [known, lag, earlier] : before;
};

const dropsAfter = (before: DeviceTally['drops'], drops: Heard['drops'] = []): DeviceTally['drops'] => {
  if (drops.length === 0) return before;
  const after: Partial<Record<DropReason, number>> = { ...before };
  for (const [reason, times] of drops) after[reason] = (after[reason] ?? 0) + times;
  return after;
};

/** The tally with what was heard now. Pure; a round that is repeated must not be told twice. */
export const tallied = (before: DeviceTally | undefined, heard: Heard): DeviceTally => {
  const fixAt = Math.max(before?.fixAt ?? Number.NEGATIVE_INFINITY, heard.fixAt ?? Number.NEGATIVE_INFINITY);
  const lag = lagAfter(before?.lag, heard);
  return {
    accepted: (before?.accepted ?? 0) + heard.accepted,
    late: (before?.late ?? 0) + heard.late,
    drops: dropsAfter(before?.drops ?? {}, heard.drops),
    since: Math.min(before?.since ?? heard.receivedAt, heard.receivedAt),
    heardAt: Math.max(before?.heardAt ?? heard.receivedAt, heard.receivedAt),
    ...(Number.isFinite(fixAt) && { fixAt }),
    ...(lag && { lag }),
  };
};

/**
 * By how many milliseconds a device's clock is ahead, about; negative when it is behind; undefined while nobody knows. The quickest fix of one or two
 * hours is taken for one that took no time at all: a device that only ever sends what it has kept for long seems to be behind by as much.
 */
export const clockOffsetOf = ({ lag }: DeviceTally): number | undefined => lag && 0 - Math.min(lag[1], lag[2]);
