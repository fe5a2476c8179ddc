/** Satellite navigation began in 1980; a two-digit year from then on is of the last century. */
const FIRST_YEAR = 80;
const yearOf = (digits: number): number => {
  if (digits >= 100) return digits;
  return digits >= FIRST_YEAR ? 1900 + digits : 2000 + digits;
};

/** Milliseconds since 1970 of a moment in UTC; NaN when there is no such day or time. A year may have two digits. */
export const instantOf = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number => {
  if (!(hour < 24 && minute < 60 && second < 61)) return Number.NaN;
  const midnight = Date.UTC(yearOf(year), month - 1, day);
  const isThatDay = new Date(midnight).getUTCDate() === day && month >= 1 && month <= 12;
  return isThatDay ? midnight + Math.round(((hour * 60 + minute) * 60 + second) * 1000) : Number.NaN;
};

const DATE = /^(\d\d)(\d\d)(\d\d)$/;
const TIME = /^(\d\d)(\d\d)(\d\d(?:\.\d{1,6})?)$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** `ddmmyy` and `hhmmss` with or without a fraction, as NMEA 0183 writes them. NaN when they are none. */
export const instantOfDayMonthYear = (date: string | undefined, time: string | undefined): number => {
  const [, day, month, year] = DATE.exec(date ?? '') ?? [];
  const [, hour, minute, second] = TIME.exec(time ?? '') ?? [];
  return instantOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
};

/** `yyyymmddhhmmss`. NaN when it is none. */
export const instantOfCompact = (text: string | undefined): number => {
  const [, year, month, day, hour, minute, second] = COMPACT.exec(text ?? '') ?? [];
  return instantOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
};

/** Seconds since midnight of `hhmmss` with or without a fraction. NaN when it is none. */
export const secondsOfDay = (time: string | undefined): number => {
  const [, hour, minute, second] = TIME.exec(time ?? '') ?? [];
  return (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
};
