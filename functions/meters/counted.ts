import { factId, type MetersCounted } from '../telemetry/facts.ts';
import { METERS, type Meter } from './contract.ts';
import type { CountedReading } from './meters.ts';
import { type Book, type Counted, standingOf } from './readings.ts';

/** What a device has counted by some moment: of a meter of its own, or added up since its first fix. Metres and seconds. */
export type Counts = Pick<MetersCounted, 'odometer' | 'engineSeconds' | 'odometerBy' | 'engineBy'>;

/** What a device had counted at an instant (milliseconds since 1970); undefined when nobody knows any more. */
export type CountsAt = (at: number) => Promise<Counts | undefined>;

interface Count {
  readonly counted: number;
  readonly countedBy: Counted['countedBy'];
}

export const countOf = (meter: Meter, { odometer, engineSeconds, odometerBy, engineBy }: Counts): Count =>
  meter === 'odometer' ? { counted: odometer, countedBy: odometerBy } : { counted: engineSeconds, countedBy: engineBy };

/** What was counted between two moments, in the same way at both; undefined when that cannot be told. */
export const between = (from: Count | undefined, to: Count | undefined): number | undefined =>
  from && to && from.countedBy === to.countedBy && to.counted >= from.counted ? to.counted - from.counted : undefined;

/** What the meter stood at last but for what this fact has told before, and what the device had counted then, if that was noted. */
const baseOf = (all: Book, meter: Meter, id: string) => {
  const book = { ...all, readings: all.readings.filter((one) => one.factId !== id) };
  const standing = standingOf(book, meter);
  if (!standing) return undefined;
  const { value } = standing;
  const at = Date.parse(standing.at);
  const reading = book.readings.find((one) => one.meter === meter && !one.void && one.at === at && one.value === value);
  const { counted, countedBy } = reading ?? {};
  return { value, at, ...(counted !== undefined && countedBy && { count: { counted, countedBy } }) };
};

/** What the meter must show by what a device has counted; undefined when that cannot be told, or has not changed. */
const shownBy = async (book: Book, meter: Meter, fact: MetersCounted, countsAt: CountsAt) => {
  const base = baseOf(book, meter, fact.id);
  const now = countOf(meter, fact);
  if (now.countedBy === 'device') return Math.round(now.counted);
  // Without a reading to go on from, what was added up since some first fix would pretend to be what the vehicle's meter shows.
  if (!base || base.at > fact.at) return undefined;
  const counts = base.count?.countedBy === now.countedBy ? undefined : await countsAt(base.at);
  const before = base.count?.countedBy === now.countedBy ? base.count : counts && countOf(meter, counts);
  const since = between(before, now);
  return since === undefined ? undefined : base.value + Math.round(since);
};

/** The readings that what a device has counted comes to. A vehicle that was parked all day has none. */
export const readingsOf = async (book: Book, fact: MetersCounted, countsAt: CountsAt): Promise<CountedReading[]> => {
  const at = new Date(fact.at).toISOString();
  const readings: CountedReading[] = [];
  for (const meter of METERS) {
    const value = await shownBy(book, meter, fact, countsAt);
    const isToldBefore = book.readings.some((one) => one.factId === fact.id && one.meter === meter);
    if (value === undefined || (!isToldBefore && value === standingOf(book, meter)?.value)) continue;
    const readingId = factId('mtr', fact.id, meter, value, at);
    readings.push({ ...countOf(meter, fact), readingId, factId: fact.id, meter, value, at });
  }
  return readings;
};
