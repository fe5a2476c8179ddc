import { BATCH, type Courier } from './courier.ts';
import { trail } from './trail.ts';
import { tell, type Unit } from './unit.ts';

export interface Filled {
  readonly fixes: number;
  readonly vehicles: number;
}

/** Requests under way at a time. */
const LANES = 4;

/**
 * Tells what the units did since their tracks end, until `now`. Each vehicle's fixes arrive one batch after the other and
 * oldest first, so its latest position never goes back, and whoever is stopped half way goes on from there the next time.
 */
export const backfill = async (units: readonly Unit[], now: number, send: Courier): Promise<Filled> => {
  const waiting = units.values();
  const counts: number[] = [];
  const lane = async () => {
    for (const unit of waiting) counts.push(await fill(unit, now, send));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { fixes: counts.reduce((sum, count) => sum + count, 0), vehicles: counts.filter(Boolean).length };
};

/** How many fixes were missing. Ends early when none of a batch is accepted: then the next one would not be either. */
const fill = async (unit: Unit, now: number, send: Courier): Promise<number> => {
  const missing = trail(unit.vehicle, unit.state, { after: unit.knownUntil, to: now });
  let count = 0;
  for (const states of portions(missing, BATCH)) {
    const accepted = await send(states.map((state) => tell(unit, state)));
    if (accepted === 0) break;
    count += accepted;
  }
  return count;
};

function* portions<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let portion: T[] = [];
  for (const item of items) {
    portion.push(item);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
