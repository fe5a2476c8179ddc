export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const ISO_DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s*([ap])\.?m\.?)?$/i;
/** A moment that says itself how far it is from UTC. */
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/;

const two = (number: number | string) => String(number).padStart(2, '0');

/** A day that exists, as `2026-03-31`. */
const day = (year: string, month: string, date: string): string | undefined => {
  const text = `${year}-${two(month)}-${two(date)}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
};

/** A day as it is written in a format, or as ISO 8601 has it, which no format contradicts. */
export const dateOf = (text: string, format: DateFormat): string | undefined => {
  const iso = ISO_DAY.exec(text);
  if (iso) return day(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  const separator = format.replace(/[YMD]/g, '')[0] ?? '-';
  const [names, parts] = [format.split(separator), text.split(separator)];
  if (parts.length !== 3) return undefined;
  const part = (name: string) => parts[names.indexOf(name)] ?? '';
  if (!/^\d{4}$/.test(part('YYYY')) || !/^\d{1,2}$/.test(part('MM')) || !/^\d{1,2}$/.test(part('DD'))) return undefined;
  return day(part('YYYY'), part('MM'), part('DD'));
};

const timeOf = (text: string): string | undefined => {
  const [, hours = '', minutes = '', seconds = '0', half] = TIME.exec(text) ?? [];
  if (hours === '' || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  if (half && (Number(hours) < 1 || Number(hours) > 12)) return undefined;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours);
  return hour > 23 ? undefined : `${two(hour)}:${minutes}:${two(seconds)}`;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  formatters.set(timeZone, known);
  return known;
};

/** What clocks in a time zone show at a moment, as if it were UTC. */
const shownAt = (moment: number, timeZone: string): number =>
  Date.parse(`${formatterOf(timeZone).format(moment).replace(' ', 'T')}Z`);

/** Whether there is such a time zone. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    formatterOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

/** The moment at which clocks in a time zone show this. In the hour that comes twice the first is meant; one that is left out counts from before it. */
const momentIn = (local: string, timeZone: string): number => {
  const wanted = Date.parse(`${local}Z`);
  const before = wanted - (shownAt(wanted - 86_400_000, timeZone) - (wanted - 86_400_000));
  if (shownAt(before, timeZone) === wanted) return before;
  const after = wanted - (shownAt(wanted + 86_400_000, timeZone) - (wanted + 86_400_000));
  return shownAt(after, timeZone) === wanted ? after : before;
};

/** A moment as ISO 8601 UTC: a day in a format, with a time of day or none; in a time zone unless it says itself how far it is from UTC. */
export const instantOf = (text: string, format: DateFormat, timeZone: string): string | undefined => {
  if (WITH_OFFSET.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : new Date(at).toISOString();
  }
  const space = text.search(/[T ,]/);
  const date = dateOf(space < 0 ? text : text.slice(0, space), format);
  const time = space < 0 ? '00:00:00' : timeOf(text.slice(space + 1).trim());
  return date && time && new Date(momentIn(`${date}T${time}`, timeZone)).toISOString();
};
