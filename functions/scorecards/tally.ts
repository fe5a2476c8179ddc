import { type Week, weekOf } from '../../shared/kernel/week.ts';
import type { TripStanding } from '../trips/contract.ts';
import { type DrivingTotals, NOTHING_DRIVEN, plus, scored } from './score.ts';

export const SUBJECT_KINDS = ['driver', 'vehicle'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Who or what has driven, and in which week. */
export interface Card {
  readonly week: Week;
  readonly subject: SubjectKind;
  readonly subjectId: string;
}

/** The version of the trip that is counted; after it what the trip adds, nothing when it does not count. In the order of `NUMBERS`. */
export type Share = readonly number[];

const NUMBERS = [
  'metres',
  'movingSeconds',
  'idleSeconds',
  'harshBrakes',
  'harshAccelerations',
  'harshCorners',
  'speedingSeconds',
] as const satisfies readonly (keyof DrivingTotals)[];

/** What each trip of a week has added: by the trip, so that whatever comes again, or late, or is taken back, is counted once. */
export interface Tally extends Card {
  readonly trips: Readonly<Record<string, Share>>;
  readonly totals: DrivingTotals;
  /** To be sorted by: -1 while too little was driven. */
  readonly score: number;
  readonly ranked: boolean;
}

/** What an event of a trip means for one card. */
export interface Entry {
  readonly card: Card;
  readonly tripId: string;
  readonly share: Share;
}

/**
 * What an event of a trip means: for the vehicle's card, for its driver's, and for that of whoever was its driver until then.
 * @param version of the trip's stream, at which it stands so
 */
export const entriesOf = (
  tripId: string,
  version: number,
  standing: TripStanding,
  previousDriverId: string | undefined,
): Entry[] => {
  const { vehicleId, driverId, startedAt, counts, driving } = standing;
  const week = weekOf(startedAt);
  const none: Share = [version];
  const numbers = { ...standing, ...driving };
  const share: Share = counts ? [version, ...NUMBERS.map((name) => numbers[name])] : none;
  const entry = (subject: SubjectKind, subjectId: string, share: Share): Entry => ({
    card: { week, subject, subjectId },
    tripId,
    share,
  });
  return [
    entry('vehicle', vehicleId, share),
    ...(driverId === undefined ? [] : [entry('driver', driverId, share)]),
    ...(previousDriverId === undefined ? [] : [entry('driver', previousDriverId, none)]),
  ];
};

const drivenOf = (share: Share): DrivingTotals => {
  if (share.length === 1) return NOTHING_DRIVEN;
  const numbers = NUMBERS.map((name, index) => [name, share[index + 1] ?? 0] as const);
  return { ...NOTHING_DRIVEN, ...Object.fromEntries(numbers), trips: 1 };
};

/** The card after some entries of its own; the same object when they say nothing that is newer. */
export const tallied = (before: Tally | undefined, card: Card, entries: readonly Entry[]): Tally | undefined => {
  const trips: Record<string, Share> = { ...before?.trips };
  let isChanged = false;
  for (const { tripId, share } of entries) {
    if ((share[0] ?? 0) <= (trips[tripId]?.[0] ?? 0)) continue;
    trips[tripId] = share;
    isChanged = true;
  }
  if (!isChanged) return before;
  const totals = Object.values(trips).map(drivenOf).reduce(plus, NOTHING_DRIVEN);
  const { score = -1 } = scored(totals);
  return { ...card, trips, totals, score, ranked: score >= 0 };
};
