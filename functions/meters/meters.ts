import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, unreachable } from '../../shared/kernel/errors.ts';
import { METERS_STREAMS, type Meter, type MeterReading, type MeterTold, type VoidReason } from './contract.ts';
import { implausibility, isAhead } from './plausibility.ts';
import {
  type Book,
  type Counted,
  emptyBook,
  givesWay,
  neighboursOf,
  type Reading,
  readingIn,
  readingOf,
  standingOf,
  totalAt,
  withReading,
} from './readings.ts';

type Given = Pick<MeterReading, 'meter' | 'value' | 'at' | 'source' | 'note'> & Partial<Counted>;

/** A reading that telemetry has made. */
export type CountedReading = Counted & Pick<MeterReading, 'meter' | 'value' | 'at'> & { readonly readingId: string };

// Commands

type Record = Message<'Record', Given & { readingId: string; now: string }>;
type Void = Message<'Void', { readingId: string; reason: string; now: string }>;
type Accept = Message<'Accept', { readingId: string; now: string }>;
type Replace = Message<'Replace', { meter: Meter; oldValue: number; newValue: number; at: string; now: string }>;
/** What a fact of telemetry says of the meters now; what it has said before does not count any more. */
type Count = Message<'Count', { factId: string; readings: readonly CountedReading[]; now: string }>;

export type MetersCommand = Record | Void | Accept | Replace | Count;

// Events. Each says what its meter stands at from then on, so that a vehicle's card need not know all readings.

type Told = MeterTold['data'];

type Taken = Message<'MeterReadingTaken', Given & Told & { readingId: string; recordedAt: string }>;
/** A reading that cannot be right. It is kept, and does not count. */
type Doubted = Message<
  'MeterReadingDoubted',
  Given & Told & { readingId: string; why: VoidReason; recordedAt: string }
>;
type Voided = Message<'MeterReadingVoided', Told & { readingId: string; reason: string; voidedAt: string }>;
/** By a person; or because what spoke against it (`settled`) does not count any more. */
type Accepted = Message<'MeterReadingAccepted', Told & { readingId: string; settled: boolean; acceptedAt: string }>;
type Replaced = Message<'MeterReplaced', Told & { oldValue: number; newValue: number; at: string; replacedAt: string }>;

export type MetersEvent = Taken | Doubted | Voided | Accepted | Replaced;

const evolve = (book: Book, { type, data }: MetersEvent): Book => {
  switch (type) {
    case 'MeterReadingTaken':
      return { ...book, readings: [...book.readings, readingOf(data)] };
    case 'MeterReadingDoubted':
      return { ...book, readings: [...book.readings, { ...readingOf(data), void: { reason: data.why } }] };
    case 'MeterReadingVoided':
      return withReading(book, data.readingId, { void: { reason: 'voided', note: data.reason } });
    case 'MeterReadingAccepted':
      return withReading(book, data.readingId, { void: undefined });
    case 'MeterReplaced': {
      const { meter, oldValue, newValue, at } = data;
      return { ...book, replacements: [...book.replacements, { meter, oldValue, newValue, at: Date.parse(at) }] };
    }
    default:
      return unreachable(type);
  }
};

/** The event, knowing what its meter stands at once it has happened. */
const telling = <Event extends MetersEvent>(book: Book, event: Event): Event => {
  const standing = standingOf(evolve(book, event), event.data.meter) ?? null;
  return { ...event, data: { ...event.data, standing } };
};

const judged = (book: Book, { meter, value, at }: Reading, now: string): VoidReason | undefined => {
  const point = { at, total: totalAt(book, meter, at, value) };
  return implausibility(meter, point, neighboursOf(book, meter, at), Date.parse(now));
};

const READ_SINCE = 'Somebody has read the meter itself.';
const COUNTED_ANEW = 'Fixes that came late have changed what was counted.';

const voiding = (meter: Meter, readingId: string, now: string, reason: string): MetersEvent => ({
  type: 'MeterReadingVoided',
  data: { readingId, meter, reason, voidedAt: now, standing: null },
});

/** The events one after the other, each knowing what its meter stands at then. */
const inTurn = (before: Book, events: readonly MetersEvent[]): MetersEvent[] => {
  let book = before;
  return events.map((event) => {
    const told = telling(book, event);
    book = evolve(book, told);
    return told;
  });
};

/**
 * What was added up is an estimate, and people read whole kilometres: those readings of a device that a reading by a person contradicts give way to it, when nothing
 * else speaks against it. Their ids; undefined when that does not help.
 */
const yieldingTo = (book: Book, reading: Reading, now: string): string[] | undefined => {
  if (reading.source === 'device') return undefined;
  const against = book.readings.filter((one) => givesWay(book, one, reading));
  const others = { ...book, readings: book.readings.filter((one) => !against.includes(one)) };
  const isHelped = against.length > 0 && against.length <= MAX_SETTLED && !judged(others, reading, now);
  return isHelped ? against.map(({ id }) => id) : undefined;
};

/** As many as go into one append with what settles them. */
const MAX_SETTLED = 90;

/** Doubted readings that nothing speaks against any more, from the earliest on, because each that counts again speaks for or against the next. */
const settled = (before: Book, meter: Meter, now: string): MetersEvent[] => {
  let book = before;
  const events: MetersEvent[] = [];
  const doubted = book.readings.filter((one) => one.meter === meter && one.void && one.void.reason !== 'voided');
  for (const reading of doubted.toSorted((a, b) => a.at - b.at)) {
    if (judged(book, reading, now) || events.length === MAX_SETTLED) continue;
    const data = { readingId: reading.id, meter, settled: true, acceptedAt: now, standing: null };
    const event = telling(book, { type: 'MeterReadingAccepted', data });
    events.push(event);
    book = evolve(book, event);
  }
  return events;
};

const settling = (book: Book, event: MetersEvent, now: string): MetersEvent[] => {
  const told = telling(book, event);
  return [told, ...settled(evolve(book, told), event.data.meter, now)];
};

const record = ({ now, ...given }: Record['data'], book: Book): MetersEvent[] => {
  if (book.readings.some(({ id }) => id === given.readingId)) return [];
  const data = { ...given, recordedAt: now, standing: null };
  const why = judged(book, readingOf(data), now);
  const taken: MetersEvent = { type: 'MeterReadingTaken', data };
  if (!why) return [telling(book, taken)];
  const yielding = yieldingTo(book, readingOf(data), now);
  if (yielding) return inTurn(book, [...yielding.map((id) => voiding(data.meter, id, now, READ_SINCE)), taken]);
  return [telling(book, { type: 'MeterReadingDoubted', data: { ...data, why } })];
};

/** A device that contradicts a vehicle's meter does so every day: it is noted once. */
const isDoubtedAgain = (book: Book, [event]: readonly MetersEvent[]): boolean => {
  if (event?.type !== 'MeterReadingDoubted') return false;
  const last = book.readings.findLast(({ meter, source }) => meter === event.data.meter && source === 'device');
  return last?.void !== undefined && last.void.reason !== 'voided';
};

const count = ({ factId, readings, now }: Count['data'], before: Book): MetersEvent[] => {
  const events: MetersEvent[] = [];
  const bookNow = () => events.reduce(evolve, before);
  const isSaid = (one: Reading) =>
    readings.some(({ meter, value, at }) => meter === one.meter && value === one.value && Date.parse(at) === one.at);
  for (const one of before.readings)
    if (one.factId === factId && !one.void && !isSaid(one))
      events.push(...voidReading({ readingId: one.id, reason: COUNTED_ANEW, now }, bookNow()));
  for (const reading of readings) {
    const book = bookNow();
    const recorded = record({ ...reading, source: 'device', now }, book);
    if (!isDoubtedAgain(book, recorded)) events.push(...recorded);
  }
  return events;
};

const voidReading = ({ readingId, reason, now }: Void['data'], book: Book): MetersEvent[] => {
  const { meter, void: before } = readingIn(book, readingId);
  if (before) return [];
  const data = { readingId, meter, reason, voidedAt: now, standing: null };
  return settling(book, { type: 'MeterReadingVoided', data }, now);
};

const accept = ({ readingId, now }: Accept['data'], book: Book): MetersEvent[] => {
  const { meter, at, void: doubt } = readingIn(book, readingId);
  if (!doubt) return [];
  if (isAhead(at, Date.parse(now)))
    throw conflict('meters/in-future', 'Nobody has read a meter that is yet to be read.', {
      at: new Date(at).toISOString(),
    });
  const data = { readingId, meter, settled: false, acceptedAt: now, standing: null };
  return [telling(book, { type: 'MeterReadingAccepted', data })];
};

const replace = ({ now, ...replacement }: Replace['data'], book: Book): MetersEvent[] => {
  const { meter, oldValue, newValue, at: instant } = replacement;
  const at = Date.parse(instant);
  const same = book.replacements.some(
    (one) => one.meter === meter && one.at === at && one.oldValue === oldValue && one.newValue === newValue,
  );
  if (same) return [];
  const point = { at, total: totalAt(book, meter, at, oldValue) };
  const { earlier, later } = neighboursOf(book, meter, at);
  if (later)
    throw conflict('meters/read-since', 'The meter has been read after that; void what was read first.', {
      readAt: new Date(later.at).toISOString(),
    });
  const fault = implausibility(meter, point, { earlier }, Date.parse(now));
  if (fault && fault !== 'duplicate')
    throw conflict('meters/implausible', 'The old meter cannot have shown that at that time.', { reason: fault });
  return settling(book, { type: 'MeterReplaced', data: { ...replacement, replacedAt: now, standing: null } }, now);
};

/** Both meters of one vehicle: every reading that was ever given, those that count, and the meters that were replaced. */
export const meters: Decider<Book, MetersCommand, MetersEvent> = {
  initial: emptyBook,
  evolve,
  decide(command, book) {
    switch (command.type) {
      case 'Record':
        return record(command.data, book);
      case 'Void':
        return voidReading(command.data, book);
      case 'Accept':
        return accept(command.data, book);
      case 'Replace':
        return replace(command.data, book);
      case 'Count':
        return count(command.data, book);
      default:
        return unreachable(command);
    }
  },
};

export const metersStream = (tenantId: string, vehicleId: string) => ({
  tenantId,
  streamId: `${METERS_STREAMS}${vehicleId}`,
});
