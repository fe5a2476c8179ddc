import { kilometres, kilometresPerHour } from './units.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export const formatCount = (count: number): string => whole.format(count);

/** @example formatSpeed(13.9) // '50 km/h' */
export const formatSpeed = (metresPerSecond: number): string =>
  `${whole.format(kilometresPerHour(metresPerSecond))} km/h`;

/** @example formatDistance(12_340) // '12.3 km' */
export const formatDistance = (metres: number): string => {
  if (metres < 1_000) return `${whole.format(metres)} m`;
  return metres < 100_000 ? `${oneDecimal.format(kilometres(metres))} km` : `${whole.format(kilometres(metres))} km`;
};

/** @example formatDuration(3_900) // '1 h 05 min' */
export const formatDuration = (seconds: number): string => {
  if (seconds < 60) return `${whole.format(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
};

/** How long ago `at` was; a clock that runs slightly ahead of ours reads as now. */
export const formatAgo = (at: string, now: number): string => {
  const age = now - Date.parse(at);
  if (age < 5 * SECOND) return 'just now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = Math.floor(age / DAY);
  return days === 1 ? 'yesterday' : `${days} days ago`;
};

/** The viewer's own time zone, to the second. */
export const formatInstant = (at: string): string => dateAndTime.format(new Date(at));

const POINTS = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];

/** The nearest of the sixteen points of the compass; any angle will do. */
export const compassPoint = (degrees: number): string =>
  POINTS[Math.round((((degrees % 360) + 360) % 360) / 22.5) % 16] ?? 'N';

/** @example formatHeading(47) // 'NE · 47°' */
export const formatHeading = (degrees: number): string =>
  `${compassPoint(degrees)} · ${Math.round(((degrees % 360) + 360) % 360) % 360}°`;

/** Five decimals: about a metre, and easy to paste into any other map. */
export const formatCoordinates = (lat: number, lon: number): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const minute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A calendar day, which is the same wherever somebody looks at it. @example formatDay('2026-03-31') // '31 Mar 2026' */
export const formatDay = (date: string): string => day.format(new Date(`${date}T00:00:00Z`));

/** The viewer's own time zone, to the minute. */
export const formatMinute = (at: string): string => minute.format(new Date(at));

/** What an odometer shows. @example formatOdometer(84_512_300) // '84,512 km' */
export const formatOdometer = (metres: number): string => `${whole.format(Math.floor(kilometres(metres)))} km`;

/** What an hour meter shows. @example formatEngineHours(5_400) // '1.5 h' */
export const formatEngineHours = (seconds: number): string => `${oneDecimal.format(seconds / 3600)} h`;

/** @example formatBytes(1_240_000) // '1.2 MB' */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${whole.format(bytes / 1_000)} kB` : `${oneDecimal.format(bytes / 1_000_000)} MB`;
};

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** The viewer's own time zone. @example formatClock('2026-03-31T08:05:00Z') // '08:05' */
export const formatClock = (at: string): string => clock.format(new Date(at));

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

/** The day of the viewer's own time zone. @example formatDate('2026-03-31T08:05:00Z') // 'Tue, 31 Mar 2026' */
export const formatDate = (at: string): string => weekday.format(new Date(at));

/** @example formatLitres(41_500) // '41.5 l' */
export const formatLitres = (millilitres: number): string => `${oneDecimal.format(millilitres / 1_000)} l`;

/** @example formatEnergy(41_500) // '41.5 kWh' */
export const formatEnergy = (wattHours: number): string => `${oneDecimal.format(wattHours / 1_000)} kWh`;
