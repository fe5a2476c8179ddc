import type { Meter, MeterReading } from './contract.ts';
import { between, type Counts, countOf } from './counted.ts';
import { slackOf } from './plausibility.ts';
import { type Book, totalAt } from './readings.ts';

/** Ways of some hundred metres cut corners, and wheels wear: what is added up from positions is right to two percent or so on the road. Beyond this it is not. */
const DRIFT_PERCENT = 3;
export const MAX_PAIRS = 10;

const DAY_MS = 86_400_000;

/** A person's reading of a meter. */
interface Read {
  readonly at: number;
  readonly total: number;
}

/** What people have read, of readings that count, the latest last: no more than it takes for `MAX_PAIRS` pairs. */
export const readByPeople = (book: Book, meter: Meter): readonly Read[] => {
  const isByPerson = (source: MeterReading['source']) => source !== 'device';
  const all = book.readings
    .filter((one) => one.meter === meter && !one.void && isByPerson(one.source))
    .map(({ at, value }) => ({ at, total: totalAt(book, meter, at, value) }))
    .sort((a, b) => a.at - b.at);
  const apart = all.filter(({ at }, index) => at !== all[index - 1]?.at);
  return apart.slice(-MAX_PAIRS - 1);
};

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** What people read in some days beside what the device counted in them. */
const compared = (meter: Meter, read: number, counted: number, days: number) => {
  const difference = Math.round(counted - read);
  const isDrifting = Math.abs(difference) > slackOf(meter) + (read * DRIFT_PERCENT) / 100;
  return {
    read,
    counted: Math.round(counted),
    difference,
    ...(read > 0 && { percent: rounded((100 * difference) / read, 2) }),
    perDay: rounded(difference / days, 1),
    verdict: isDrifting ? ('drifting' as const) : ('ok' as const),
  };
};

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Compares what people read with what a device counted, from one reading to the next.
 * @param counts what the device had counted at each of the readings
 */
export const driftOf = (meter: Meter, reads: readonly Read[], counts: readonly (Counts | undefined)[]) => {
  const countedAt = counts.map((one) => one && countOf(meter, one));
  let [read, counted, days, known] = [0, 0, 0, 0];
  const pairs = reads.slice(1).map((to, index) => {
    const from = reads[index] ?? to;
    const way = to.total - from.total;
    const told = between(countedAt[index], countedAt[index + 1]);
    const period = { from: iso(from.at), to: iso(to.at) };
    if (told === undefined) return { ...period, read: way, verdict: 'no-data' as const };
    const [length, by] = [(to.at - from.at) / DAY_MS, countedAt[index]?.countedBy];
    [read, counted, days, known] = [read + way, counted + told, days + length, known + 1];
    return { ...period, ...compared(meter, way, told, length), ...(by && { countedBy: by }) };
  });
  // What is left away at one reading is there at the next: over several pairs it counts once.
  const whole = known > 0 ? compared(meter, read, counted, days) : { verdict: 'no-data' as const };
  return { ...whole, pairs: pairs.reverse() };
};
