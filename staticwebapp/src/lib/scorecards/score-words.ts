import { mondayOf, type Week } from '../../../../shared/kernel/week.ts';
import { formatCount, formatDuration } from '../format.ts';
import type { Score, ScorePart } from './scorecards.ts';

export const PART_WORDS: Readonly<Record<ScorePart['name'], string>> = {
  speeding: 'Speeding',
  'harsh-braking': 'Harsh braking',
  'harsh-cornering': 'Harsh cornering',
  'harsh-acceleration': 'Harsh acceleration',
  idling: 'Idling',
};

const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const rates = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** @example formatScore(71.25) // '71.3' */
export const formatScore = (score: number): string => tenths.format(score);

/** How often, and how much that is. @example partMeasure({ name: 'harsh-braking', count: 9, rate: 2.18, … }) // '9 times, 2.2 per 100 km' */
export const partMeasure = ({ name, count, rate, per }: ScorePart): string => {
  if (count === 0) return 'None';
  if (per === '100-km')
    return `${count === 1 ? 'Once' : `${formatCount(count)} times`}, ${rates.format(rate)} per 100 km`;
  const whole = name === 'idling' ? 'of the time with the engine on' : 'of the time in motion';
  return `${formatDuration(count)}, ${rates.format(rate)}% ${whole}`;
};

/** What has cost most points, if anything has. */
export const costliest = ({ parts }: Pick<Score, 'parts'>): ScorePart | undefined =>
  parts.reduce<ScorePart | undefined>((most, part) => (part.lost > (most?.lost ?? 0) ? part : most), undefined);

/** @example weekName('2026-W47') // 'Week 47' */
export const weekName = (week: Week): string => `Week ${Number(week.slice(-2))}`;

const SUNDAY_MS = 6 * 86_400_000;
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** @example weekDays('2026-W47') // '16 – 22 Nov 2026' */
export const weekDays = (week: Week): string => days.formatRange(mondayOf(week), mondayOf(week) + SUNDAY_MS);
