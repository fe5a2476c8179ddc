/** What was driven, added up over any number of trips. Metres and seconds. */
export interface DrivingTotals {
  readonly trips: number;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  readonly harshBrakes: number;
  readonly harshAccelerations: number;
  readonly harshCorners: number;
  readonly speedingSeconds: number;
}

export const NOTHING_DRIVEN: DrivingTotals = {
  ...{ trips: 0, metres: 0, movingSeconds: 0, idleSeconds: 0 },
  ...{ harshBrakes: 0, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0 },
};

export const plus = (one: DrivingTotals, other: DrivingTotals): DrivingTotals => ({
  trips: one.trips + other.trips,
  metres: one.metres + other.metres,
  movingSeconds: one.movingSeconds + other.movingSeconds,
  idleSeconds: one.idleSeconds + other.idleSeconds,
  harshBrakes: one.harshBrakes + other.harshBrakes,
  harshAccelerations: one.harshAccelerations + other.harshAccelerations,
  harshCorners: one.harshCorners + other.harshCorners,
  speedingSeconds: one.speedingSeconds + other.speedingSeconds,
});

export const SCORE_PARTS = ['speeding', 'harsh-braking', 'harsh-cornering', 'harsh-acceleration', 'idling'] as const;
export type ScorePart = (typeof SCORE_PARTS)[number];

interface Weight {
  /** What it counts for, of 100. */
  readonly points: number;
  /** At this rate all of its points are lost; at half of it, half of them. */
  readonly worst: number;
  readonly per: '100-km' | 'percent';
  count(totals: DrivingTotals): number;
  rate(totals: DrivingTotals): number;
}

const per100km = (count: number, { metres }: DrivingTotals): number => (metres > 0 ? (count * 100_000) / metres : 0);
const percent = (part: number, whole: number): number => (whole > 0 ? Math.min(100, (100 * part) / whole) : 0);

/** Ten in 100 km: one for every ten minutes of city traffic. Whoever drives with foresight has one in that distance, or none. */
const HARSH_WORST = 10;

const harsh = (points: number, count: Weight['count']): Weight => ({
  ...{ points, worst: HARSH_WORST, per: '100-km', count },
  rate: (totals) => per100km(count(totals), totals),
});

export const WEIGHTS: Readonly<Record<ScorePart, Weight>> = {
  // How fast somebody goes decides more than anything else how a crash ends: so it weighs most, and a tenth of the time is all.
  speeding: {
    ...{ points: 35, worst: 10, per: 'percent' },
    count: ({ speedingSeconds }) => speedingSeconds,
    rate: ({ speedingSeconds, movingSeconds }) => percent(speedingSeconds, movingSeconds),
  },
  // Whoever brakes hard was too close or did not look ahead: of the manoeuvres, the one that comes before most crashes.
  'harsh-braking': harsh(20, ({ harshBrakes }) => harshBrakes),
  // Loads shift and vehicles tip in corners; but some roads have more of them than others.
  'harsh-cornering': harsh(15, ({ harshCorners }) => harshCorners),
  // Mostly fuel and tyres.
  'harsh-acceleration': harsh(15, ({ harshAccelerations }) => harshAccelerations),
  // Fuel and air, not safety; and some of it is work, such as cooling or unloading: it weighs least, and a third of the time is needed for all of it.
  idling: {
    ...{ points: 15, worst: 33, per: 'percent' },
    count: ({ idleSeconds }) => idleSeconds,
    rate: ({ idleSeconds, movingSeconds }) => percent(idleSeconds, movingSeconds + idleSeconds),
  },
};

/** Below, a single event would decide: braking once in 10 km reads as the worst there is. */
export const MIN_METRES = 50_000;

const tenths = (value: number): number => Math.round(value * 10) / 10;
const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** One part of a score: what was counted, how much that is for the distance or the time, and what it has cost. */
export interface ScoredPart {
  readonly name: ScorePart;
  readonly count: number;
  readonly rate: number;
  readonly per: Weight['per'];
  readonly points: number;
  readonly lost: number;
}

const partOf = (name: ScorePart, totals: DrivingTotals): ScoredPart => {
  const { points, worst, per, count, rate } = WEIGHTS[name];
  const measured = rate(totals);
  const lost = tenths(points * Math.min(1, measured / worst));
  return { name, count: count(totals), rate: hundredths(measured), per, points, lost };
};

/** How well was driven: 100 less what each part has lost, 0 at worst; without a score while too little was driven to tell. */
export const scored = (totals: DrivingTotals): { readonly score?: number; readonly parts: readonly ScoredPart[] } => {
  const parts = SCORE_PARTS.map((name) => partOf(name, totals));
  if (totals.metres < MIN_METRES) return { parts };
  const lost = parts.reduce((sum, part) => sum + part.lost, 0);
  return { score: Math.max(0, tenths(100 - lost)), parts };
};
