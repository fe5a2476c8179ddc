import type { DropReason } from './contract.ts';
import { type DeviceTally, type Heard, tallied } from './device-tally.ts';
import type { ReceivedFix } from './fix.ts';

type Entry = { -readonly [Key in keyof Omit<Heard, 'drops'>]: Heard[Key] } & { drops?: [DropReason, number][] };

/** What a round finds of each device, added up while it goes on. */
export interface Ledger {
  kept(deviceId: string, fix: ReceivedFix, isLate: boolean): void;
  dropped(deviceId: string, reason: DropReason, times: number, receivedAt: number): void;
  /** The tallies with all of it. */
  added(before: Readonly<Record<string, DeviceTally>>): Readonly<Record<string, DeviceTally>>;
}

export const ledger = (): Ledger => {
  const entries = new Map<string, Entry>();
  let last: Entry | undefined;
  let lastId: string | undefined;

  const entryOf = (deviceId: string, receivedAt: number): Entry => {
    // Fixes of one device come one after the other.
    if (deviceId === lastId && last) return last;
    const entry = entries.get(deviceId) ?? { receivedAt, accepted: 0, late: 0 };
    entries.set(deviceId, entry);
    [last, lastId] = [entry, deviceId];
    return entry;
  };

  return {
    kept(deviceId, { at, receivedAt }, isLate) {
      const entry = entryOf(deviceId, receivedAt);
      entry.accepted += 1;
      if (isLate) entry.late += 1;
      if (receivedAt > entry.receivedAt) entry.receivedAt = receivedAt;
      if (entry.fixAt === undefined || at > entry.fixAt) entry.fixAt = at;
      const lag = receivedAt - at;
      if (entry.lag === undefined || lag < entry.lag) entry.lag = lag;
    },
    dropped(deviceId, reason, times, receivedAt) {
      const entry = entryOf(deviceId, receivedAt);
      if (receivedAt > entry.receivedAt) entry.receivedAt = receivedAt;
      entry.drops ??= [];
      const known = entry.drops.find(([one]) => one === reason);
      if (known) known[1] += times;
      else entry.drops.push([reason, times]);
    },
    added(before) {
      const after: Record<string, DeviceTally> = { ...before };
      // A fix of a message from before devices were told has none.
      for (const [deviceId, heard] of entries) if (deviceId) after[deviceId] = tallied(before[deviceId], heard);
      return after;
    },
  };
};
