import type { Value } from '../../json.ts';
import { type BuiltIns, builtIn, ofNumbers } from './built-in.ts';

// A tick is 100 ns. Today's date in ticks does not fit a double exactly, hence the big integers.
const TICKS_PER_MS = 10_000n;
const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?Z?)?)?)?$/;

const floorDivide = (a: bigint, b: bigint) => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);

/** Ticks since 1970 of an ISO 8601 text in UTC, which may be cut after any part. */
const parse = (text: Value): bigint | undefined => {
  const parts = typeof text === 'string' ? ISO.exec(text) : null;
  if (!parts) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = ''] = parts;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return BigInt(at) * TICKS_PER_MS + BigInt(fraction.padEnd(7, '0'));
};

const milliseconds = (ticks: bigint) => Number(floorDivide(ticks, TICKS_PER_MS));

const print = (ticks: bigint): string => {
  const below = ticks - floorDivide(ticks, TICKS_PER_MS) * TICKS_PER_MS;
  return new Date(milliseconds(ticks)).toISOString().replace('Z', `${String(below).padStart(4, '0')}Z`);
};

type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'ms' | 'us' | 'ns';

const NAMES: Readonly<Record<Unit, string>> = {
  year: 'year yyyy yy',
  month: 'month mm m',
  day: 'day dd d',
  hour: 'hour hh',
  minute: 'minute mi n',
  second: 'second ss s',
  ms: 'millisecond ms',
  us: 'microsecond mcs',
  ns: 'nanosecond ns',
};

const UNITS = new Map<string, Unit>();
for (const unit of Object.keys(NAMES) as Unit[]) for (const name of NAMES[unit].split(' ')) UNITS.set(name, unit);

const unitOf = (name: Value) => (typeof name === 'string' ? UNITS.get(name.toLowerCase()) : undefined);

/** Length in nanoseconds; months and years have none. */
const LENGTH: Readonly<Partial<Record<Unit, bigint>>> = {
  day: 86_400_000_000_000n,
  hour: 3_600_000_000_000n,
  minute: 60_000_000_000n,
  second: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
};
const NS_PER_TICK = 100n;

const addMonths = (ticks: bigint, months: number): bigint => {
  const start = milliseconds(ticks);
  const date = new Date(start);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return ticks + BigInt(date.getTime() - start) * TICKS_PER_MS;
};

const add = (part: Value, amount: Value, text: Value): Value => {
  const [unit, ticks] = [unitOf(part), parse(text)];
  if (unit === undefined || ticks === undefined || typeof amount !== 'number') return undefined;
  const whole = Math.trunc(amount);
  const length = LENGTH[unit];
  if (length === undefined) return print(addMonths(ticks, unit === 'year' ? 12 * whole : whole));
  return print(ticks + floorDivide(BigInt(whole) * length, NS_PER_TICK));
};

const monthsSince0 = (ticks: bigint) => {
  const date = new Date(milliseconds(ticks));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

const difference = (part: Value, from: Value, to: Value): Value => {
  const [unit, start, end] = [unitOf(part), parse(from), parse(to)];
  if (unit === undefined || start === undefined || end === undefined) return undefined;
  const length = LENGTH[unit];
  if (unit === 'year')
    return new Date(milliseconds(end)).getUTCFullYear() - new Date(milliseconds(start)).getUTCFullYear();
  if (length === undefined) return monthsSince0(end) - monthsSince0(start);
  return Number(floorDivide(end * NS_PER_TICK, length) - floorDivide(start * NS_PER_TICK, length));
};

const part = (name: Value, text: Value): Value => {
  const [unit, ticks] = [unitOf(name), parse(text)];
  if (unit === undefined || ticks === undefined) return undefined;
  const date = new Date(milliseconds(ticks));
  const belowSecond = ticks - floorDivide(ticks, 10_000_000n) * 10_000_000n;
  const parts: Record<Unit, number> = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: Number(belowSecond / TICKS_PER_MS),
    us: Number(belowSecond / 10n),
    ns: Number(belowSecond * NS_PER_TICK),
  };
  return parts[unit];
};

const bin = (text: Value, name: Value, size: Value = 1, origin: Value = '1970-01-01T00:00:00.0000000Z'): Value => {
  const [ticks, start, unit] = [parse(text), parse(origin), unitOf(name)];
  const length = unit && LENGTH[unit];
  if (ticks === undefined || start === undefined || !length || typeof size !== 'number' || size < 1) return undefined;
  const width = (length * BigInt(Math.trunc(size))) / NS_PER_TICK;
  return width === 0n ? print(ticks) : print(start + floorDivide(ticks - start, width) * width);
};

const mapTicks = (apply: (ticks: bigint) => Value) =>
  builtIn(1, 1, (text) => {
    const ticks = parse(text);
    return ticks === undefined ? undefined : apply(ticks);
  });

const fromParts = (year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0) =>
  print(BigInt(Date.UTC(year, month - 1, day, hour, minute, second)) * TICKS_PER_MS + BigInt(Math.trunc(fraction)));

export const DATES: BuiltIns = {
  DATETIMEADD: builtIn(3, 3, add),
  DATETIMEBIN: builtIn(2, 4, bin),
  DATETIMEDIFF: builtIn(3, 3, difference),
  DATETIMEFROMPARTS: ofNumbers(3, 7, fromParts),
  DATETIMEPART: builtIn(2, 2, part),
  DATETIMETOTICKS: mapTicks(Number),
  DATETIMETOTIMESTAMP: mapTicks(milliseconds),
  TICKSTODATETIME: ofNumbers(1, 1, (ticks = 0) => print(BigInt(Math.trunc(ticks)))),
  TIMESTAMPTODATETIME: ofNumbers(1, 1, (ms = 0) => print(BigInt(Math.trunc(ms)) * TICKS_PER_MS)),
};

/** Functions of the present moment, given as milliseconds since 1970; the static ones stay put during a query anyway. */
export const CLOCK_FUNCTIONS: Readonly<Record<string, (now: number) => Value>> = {
  GETCURRENTDATETIME: (now) => print(BigInt(Math.trunc(now)) * TICKS_PER_MS),
  GETCURRENTDATETIMESTATIC: (now) => print(BigInt(Math.trunc(now)) * TICKS_PER_MS),
  GETCURRENTTICKS: (now) => Math.trunc(now) * Number(TICKS_PER_MS),
  GETCURRENTTICKSSTATIC: (now) => Math.trunc(now) * Number(TICKS_PER_MS),
  GETCURRENTTIMESTAMP: (now) => Math.trunc(now),
  GETCURRENTTIMESTAMPSTATIC: (now) => Math.trunc(now),
};
