import { notSimulated } from '../errors.ts';
import type { Value } from '../json.ts';
import { type BuiltIns, builtIn, ofNumbers } from './built-in.ts';

// The service counts in steps of 100 ns, JavaScript in milliseconds: the four digits between them travel along as text.
const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?Z?)?)?)?$/;

interface Moment {
  readonly at: number;
  readonly below: string;
}

/** A moment from ISO 8601 text in UTC, which may be cut after any part. */
const parse = (text: Value): Moment | undefined => {
  const parts = typeof text === 'string' ? ISO.exec(text) : null;
  if (!parts) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = ''] = parts;
  const digits = fraction.padEnd(7, '0');
  const calendar = [
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  ] as const;
  return { at: Date.UTC(...calendar, Number(digits.slice(0, 3))), below: digits.slice(3) };
};

const print = (at: number, below = '0000') => new Date(at).toISOString().replace('Z', `${below}Z`);

type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

const ABBREVIATIONS: Readonly<Record<string, Unit | 'finer'>> = {
  ...{
    year: 'year',
    yyyy: 'year',
    yy: 'year',
    month: 'month',
    mm: 'month',
    m: 'month',
    day: 'day',
    dd: 'day',
    d: 'day',
  },
  ...{
    hour: 'hour',
    hh: 'hour',
    minute: 'minute',
    mi: 'minute',
    n: 'minute',
    second: 'second',
    ss: 'second',
    s: 'second',
  },
  ...{ millisecond: 'millisecond', ms: 'millisecond' },
  ...{ microsecond: 'finer', mcs: 'finer', nanosecond: 'finer', ns: 'finer' },
};

/** Length in milliseconds; months and years have none. */
const LENGTH: Readonly<Partial<Record<Unit, number>>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

const unitOf = (name: Value): Unit | undefined => {
  const unit = typeof name === 'string' ? ABBREVIATIONS[name.toLowerCase()] : undefined;
  if (unit === 'finer') throw notSimulated(`The date part ${name}`, 'cosmos/query/dates.ts');
  return unit;
};

/** A day that the month does not have becomes its last. */
const addMonths = (at: number, months: number): number => {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
};

const add = (part: Value, amount: Value, text: Value): Value => {
  const [unit, moment] = [unitOf(part), parse(text)];
  if (!unit || !moment || typeof amount !== 'number') return undefined;
  const [whole, length] = [Math.trunc(amount), LENGTH[unit]];
  const at = length ? moment.at + whole * length : addMonths(moment.at, unit === 'year' ? 12 * whole : whole);
  return print(at, moment.below);
};

const parts = (at: number): Readonly<Record<Unit, number>> => {
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
};

const difference = (part: Value, from: Value, to: Value): Value => {
  const [unit, start, end] = [unitOf(part), parse(from), parse(to)];
  if (!unit || !start || !end) return undefined;
  const length = LENGTH[unit];
  if (length) return Math.floor(end.at / length) - Math.floor(start.at / length);
  const [first, last] = [parts(start.at), parts(end.at)];
  const years = last.year - first.year;
  return unit === 'year' ? years : 12 * years + last.month - first.month;
};

const bin = (text: Value, name: Value, size: Value = 1, origin: Value = '1970-01-01'): Value => {
  const [moment, start, unit] = [parse(text), parse(origin), unitOf(name)];
  const length = unit && LENGTH[unit];
  if (!moment || !start || !length || typeof size !== 'number' || size < 1) return undefined;
  const width = length * Math.trunc(size);
  return print(start.at + Math.floor((moment.at - start.at) / width) * width);
};

export const DATES: BuiltIns = {
  DATETIMEADD: builtIn(3, 3, add),
  DATETIMEBIN: builtIn(2, 4, bin),
  DATETIMEDIFF: builtIn(3, 3, difference),
  DATETIMEPART: builtIn(2, 2, (name, text) => {
    const [unit, moment] = [unitOf(name), parse(text)];
    return unit && moment && parts(moment.at)[unit];
  }),
  DATETIMETOTIMESTAMP: builtIn(1, 1, (text) => parse(text)?.at),
  TIMESTAMPTODATETIME: ofNumbers(1, 1, (at = 0) => print(Math.trunc(at))),
};

/** Functions of the present moment, given as milliseconds since 1970. */
export const CLOCK_FUNCTIONS: Readonly<Record<string, (now: number) => Value>> = {
  GETCURRENTDATETIME: print,
  GETCURRENTTIMESTAMP: (now) => now,
};
