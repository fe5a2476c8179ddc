import { MAX_AHEAD_MS } from '../fix.ts';

/** GPS counts weeks in ten bits, so a receiver that was not told falls back by this much (last on 7 April 2019): IS-GPS-200, 20.3.3.3.1.1. */
const ROLLOVER_MS = 1_024 * 7 * 86_400_000;
/** How long a device may have kept its fixes to itself. Far below half a rollover, so there is only one answer. */
const MAX_KEPT_MS = 90 * 86_400_000;

/**
 * The moment a fix was measured, where the receiver's week counter has rolled over: whole multiples of 1,024 weeks later, when that brings it close
 * to its arrival. Any other time comes back as it was; a filter will call it ancient. Milliseconds since 1970.
 */
export const unrolled = (at: number, receivedAt: number): number => {
  const repaired = at + Math.round((receivedAt - at) / ROLLOVER_MS) * ROLLOVER_MS;
  const isClose = repaired <= receivedAt + MAX_AHEAD_MS && repaired >= receivedAt - MAX_KEPT_MS;
  return isClose && repaired > at ? repaired : at;
};
