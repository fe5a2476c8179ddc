import { type EnergyScene, secondsOf } from './energy-scene.ts';
import type { Leg } from './leg.ts';

/** An engine that counts what it burns. */
export interface CounterMemory {
  /** What the counter shows, millilitres. */
  readonly total: number;
  /** When it was read, seconds since 1970. */
  readonly at: number;
  /** Millilitres since the trip began. */
  readonly burnt: number;
}

/** Millilitres a second: twice what the largest engines on the road burn. */
const MAX_RATE = 100;
/** Millilitres that a counter with coarse steps may be ahead. */
const STEP = 1_000;

/** Follows the counter, if there is one. One that goes backwards, or leaps, is another counter: it counts from there. */
export const followCounter = (
  memory: CounterMemory | undefined,
  leg: Leg,
  { isDriving }: EnergyScene,
): CounterMemory | undefined => {
  const total = leg.fix.attributes?.fuelUsed;
  if (typeof total !== 'number' || !(total >= 0)) return memory;
  const at = secondsOf(leg);
  if (!memory) return { total, at, burnt: 0 };
  const more = total - memory.total;
  if (more === 0 && at - memory.at < 60) return memory;
  const counts = isDriving && more > 0 && more <= STEP + MAX_RATE * (at - memory.at);
  return { total, at, burnt: counts ? Math.round(memory.burnt + more) : memory.burnt };
};
