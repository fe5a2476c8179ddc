import { notFound } from '../../shared/kernel/errors.ts';
import type { Meter, MeterReading, Standing } from './contract.ts';
import { contradicts, type Neighbours, type Point, slackOf } from './plausibility.ts';

/** Where a reading of a device comes from: the fact that told it, and what the device had counted then, from wherever it counts. */
export interface Counted {
  readonly factId: string;
  readonly counted: number;
  /** `device`: the vehicle's own meter. Anything else is added up. */
  readonly countedBy: 'device' | 'positions' | 'ignition' | 'movement';
}

/** One reading as the rules look at it: times are milliseconds since 1970. */
export interface Reading extends Pick<MeterReading, 'id' | 'meter' | 'value' | 'source'>, Partial<Counted> {
  readonly at: number;
  readonly note?: string | undefined;
  readonly recordedAt: string;
  readonly void?: MeterReading['void'] | undefined;
}

/** A meter was taken out that showed `oldValue`, and one built in that showed `newValue`. */
interface Replacement {
  readonly meter: Meter;
  readonly at: number;
  readonly oldValue: number;
  readonly newValue: number;
}

/** What is known of both meters of one vehicle, in the order in which it became known. */
export interface Book {
  readonly readings: readonly Reading[];
  readonly replacements: readonly Replacement[];
}

export const emptyBook: Book = { readings: [], replacements: [] };

export const readingOf = ({
  readingId: id,
  meter,
  value,
  at,
  source,
  note,
  recordedAt,
  factId,
  counted,
  countedBy,
}: Omit<Reading, 'id' | 'at'> & { readingId: string; at: string }): Reading => ({
  ...{ id, meter, value, at: Date.parse(at), source, note, recordedAt },
  ...(factId !== undefined && { factId }),
  ...(counted !== undefined && { counted }),
  ...(countedBy !== undefined && { countedBy }),
});

export const withReading = (book: Book, id: string, changes: Partial<Reading>): Book => ({
  ...book,
  readings: book.readings.map((reading) => (reading.id === id ? { ...reading, ...changes } : reading)),
});

/** What a meter that showed `value` at a time had counted with all that were there before it. What is read in the moment of a replacement is read of the old one. */
export const totalAt = ({ replacements }: Book, meter: Meter, at: number, value: number): number =>
  replacements.reduce(
    (total, one) => (one.meter === meter && one.at < at ? total + one.oldValue - one.newValue : total),
    value,
  );

/** Everything that is known for certain of one meter, by time; what became known later comes later. */
const pointsOf = (book: Book, meter: Meter): (Point & Pick<Standing, 'value' | 'source'>)[] => {
  const read = book.readings
    .filter((reading) => reading.meter === meter && !reading.void)
    .map(({ at, value, source }) => ({ at, total: totalAt(book, meter, at, value), value, source }));
  const replaced = book.replacements
    .filter((replacement) => replacement.meter === meter)
    .map(({ at, oldValue, newValue: value }) => ({
      at,
      total: totalAt(book, meter, at, oldValue),
      value,
      source: 'manual' as const,
    }));
  return [...read, ...replaced].sort((a, b) => a.at - b.at);
};

/** What is known for certain just before (or at) a time, and after it. */
export const neighboursOf = (book: Book, meter: Meter, at: number): Neighbours => {
  const points = pointsOf(book, meter);
  return { earlier: points.findLast((point) => point.at <= at), later: points.find((point) => point.at > at) };
};

/** Whether a device's reading contradicts that of a person, and is one that may be wrong: added up, or off by what people leave away. */
export const givesWay = (book: Book, reading: Reading, person: Reading): boolean => {
  const { meter, at, value, source, countedBy } = reading;
  if (meter !== person.meter || source !== 'device' || reading.void) return false;
  const [device, read] = [
    { at, total: totalAt(book, meter, at, value) },
    { at: person.at, total: totalAt(book, meter, person.at, person.value) },
  ];
  const isNear = Math.abs(device.total - read.total) <= slackOf(meter);
  const isAddedUp = countedBy !== undefined && countedBy !== 'device';
  return (isAddedUp || isNear) && contradicts(meter, device, read);
};

/** What a meter stands at: its latest reading that counts. */
export const standingOf = (book: Book, meter: Meter): Standing | undefined => {
  const last = pointsOf(book, meter).at(-1);
  return last && { value: last.value, total: last.total, at: new Date(last.at).toISOString(), source: last.source };
};

const shownOf = (book: Book, vehicleId: string, version: number) => {
  return ({ id, meter, value, at, source, note, recordedAt, void: doubt }: Reading): MeterReading => ({
    id,
    vehicleId,
    meter,
    value,
    total: totalAt(book, meter, at, value),
    at: new Date(at).toISOString(),
    source,
    ...(note && { note }),
    recordedAt,
    ...(doubt && { void: doubt }),
    version,
  });
};

/** The readings of a vehicle as the API shows them, the latest first. */
export const shownReadings = (book: Book, vehicleId: string, version: number): MeterReading[] =>
  book.readings
    .toSorted((a, b) => a.at - b.at)
    .reverse()
    .map(shownOf(book, vehicleId, version));

/** @throws FleetError `not-found` */
export const readingIn = ({ readings }: Book, readingId: string): Reading => {
  const reading = readings.find(({ id }) => id === readingId);
  if (!reading) throw notFound('meters/not-found', 'There is no such reading.');
  return reading;
};

/** One reading of a book as the API shows it. @throws FleetError `not-found` */
export const shownReading = (book: Book, vehicleId: string, readingId: string, version: number): MeterReading =>
  shownOf(book, vehicleId, version)(readingIn(book, readingId));
