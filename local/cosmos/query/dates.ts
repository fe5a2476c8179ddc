import type { Value } from '../json.ts';

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,7})?Z)?$/;

/** Milliseconds since 1970 of `2024-05-06T07:08:09.1234567Z`, NaN of anything else; what is finer is cut off. */
const parse = (text: Value) => (typeof text === 'string' && ISO.test(text) ? Date.parse(text) : Number.NaN);

const print = (at: number) => (Number.isNaN(at) ? undefined : new Date(at).toISOString().replace('Z', '0000Z'));

interface Part {
  readonly names: string;
  /** Milliseconds, or how many months. */
  readonly length: { readonly ms: number } | { readonly months: number };
  readonly of: (date: Date) => number;
}

const PARTS: readonly Part[] = [
  { names: 'year yyyy yy', length: { months: 12 }, of: (date) => date.getUTCFullYear() },
  { names: 'month mm m', length: { months: 1 }, of: (date) => date.getUTCMonth() + 1 },
  { names: 'day dd d', length: { ms: 86_400_000 }, of: (date) => date.getUTCDate() },
  { names: 'hour hh', length: { ms: 3_600_000 }, of: (date) => date.getUTCHours() },
  { names: 'minute mi n', length: { ms: 60_000 }, of: (date) => date.getUTCMinutes() },
  { names: 'second ss s', length: { ms: 1000 }, of: (date) => date.getUTCSeconds() },
  { names: 'millisecond ms', length: { ms: 1 }, of: (date) => date.getUTCMilliseconds() },
];

const partOf = (name: Value) => PARTS.find(({ names }) => names.split(' ').includes(String(name).toLowerCase()));

const monthsSince0 = (at: number) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();

/** A day that the month does not have becomes its last. */
const addMonths = (at: number, months: number): number => {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, days));
};

const add = (name: Value, amount: Value, text: Value): Value => {
  const [length, at] = [partOf(name)?.length, parse(text)];
  if (!length || typeof amount !== 'number') return undefined;
  return print('ms' in length ? at + amount * length.ms : addMonths(at, amount * length.months));
};

/** How many borders of a part lie between two dates. */
const difference = (name: Value, from: Value, to: Value): Value => {
  const [length, start, end] = [partOf(name)?.length, parse(from), parse(to)];
  if (!length || Number.isNaN(start + end)) return undefined;
  if ('ms' in length) return Math.floor(end / length.ms) - Math.floor(start / length.ms);
  return Math.floor(monthsSince0(end) / length.months) - Math.floor(monthsSince0(start) / length.months);
};

const partValue = (name: Value, text: Value): Value => {
  const [part, at] = [partOf(name), parse(text)];
  return Number.isNaN(at) ? undefined : part?.of(new Date(at));
};

export const DATES = {
  DATETIMEADD: { least: 3, most: 3, apply: add },
  DATETIMEDIFF: { least: 3, most: 3, apply: difference },
  DATETIMEPART: { least: 2, most: 2, apply: partValue },
  DATETIMETOTIMESTAMP: {
    least: 1,
    most: 1,
    apply: (text: Value) => (Number.isNaN(parse(text)) ? undefined : parse(text)),
  },
};

/** Functions of the present moment, given as milliseconds since 1970. */
export const CLOCK_FUNCTIONS: Readonly<Record<string, (now: number) => Value>> = {
  GETCURRENTDATETIME: print,
  GETCURRENTTIMESTAMP: (now) => now,
};
