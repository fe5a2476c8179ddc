import fc from 'fast-check';
import {
  type DrivingTotals,
  MIN_METRES,
  NOTHING_DRIVEN,
  plus,
  SCORE_PARTS,
  scored,
  WEIGHTS,
} from '../../../functions/scorecards/score.ts';
import { addWeeks, isWeek, weekOf, weeksBetween } from '../../../shared/kernel/week.ts';

const count = fc.nat(500);
const totals: fc.Arbitrary<DrivingTotals> = fc.record({
  ...{ trips: count, metres: fc.nat(5_000_000), movingSeconds: fc.nat(400_000), idleSeconds: fc.nat(100_000) },
  ...{ harshBrakes: count, harshAccelerations: count, harshCorners: count, speedingSeconds: fc.nat(100_000) },
});

const BAD = ['harshBrakes', 'harshAccelerations', 'harshCorners', 'speedingSeconds', 'idleSeconds'] as const;

describe('a score', () => {
  it('is made of parts that come to 100', () =>
    expect(SCORE_PARTS.reduce((sum, name) => sum + WEIGHTS[name].points, 0)).toBe(100));

  it('lies between 0 and 100, and is what its parts have left of 100', () =>
    fc.assert(
      fc.property(totals, (driven) => {
        const { score, parts } = scored(driven);
        expect(score === undefined).toBe(driven.metres < MIN_METRES);
        for (const { lost, points } of parts) expect(lost >= 0 && lost <= points).toBe(true);
        if (score === undefined) return;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(score).toBeCloseTo(100 - parts.reduce((sum, { lost }) => sum + lost, 0), 5);
      }),
    ));

  it('never gets better by more of what is bad', () =>
    fc.assert(
      fc.property(totals, fc.constantFrom(...BAD), fc.integer({ min: 1, max: 1_000 }), (driven, name, more) => {
        const worse = { ...driven, [name]: driven[name] + more };
        expect(scored(worse).score ?? 0).toBeLessThanOrEqual(scored(driven).score ?? 0);
      }),
    ));

  it('does not depend on how what was driven is cut into trips, nor on their order', () =>
    fc.assert(
      fc.property(fc.array(totals, { maxLength: 8 }), fc.nat(8), (trips, cut) => {
        const sum = (some: readonly DrivingTotals[]) => some.reduce(plus, NOTHING_DRIVEN);
        const [front, back] = [trips.slice(0, cut), trips.slice(cut)];
        expect(scored(plus(sum(back), sum(front)))).toEqual(scored(sum(trips)));
      }),
    ));

  it('is the same for twice the distance with twice the events', () => {
    const one = { ...NOTHING_DRIVEN, metres: 100_000, movingSeconds: 6_000, harshBrakes: 2, speedingSeconds: 120 };
    expect(scored(plus(one, one)).score).toBe(scored(one).score);
    expect(scored(one)).toMatchObject({ score: 89 });
    expect(scored(one).parts.filter(({ lost }) => lost > 0)).toEqual([
      { name: 'speeding', count: 120, rate: 2, per: 'percent', points: 35, lost: 7 },
      { name: 'harsh-braking', count: 2, rate: 2, per: '100-km', points: 20, lost: 4 },
    ]);
  });
});

describe('a week', () => {
  it.each([
    ['2026-03-02T00:00:00.000Z', '2026-W10'],
    ['2026-03-01T23:59:59.999Z', '2026-W09'],
    ['2021-01-03T12:00:00.000Z', '2020-W53'],
    ['2027-01-03T12:00:00.000Z', '2026-W53'],
    ['2024-12-30T00:00:00.000Z', '2025-W01'],
    ['2026-01-01T00:00:00.000Z', '2026-W01'],
  ])('of %s is %s', (instant, week) => expect(weekOf(instant)).toBe(week));

  it('is there, or its year does not have it', () => {
    expect([isWeek('2026-W53'), isWeek('2025-W53'), isWeek('2025-W52'), isWeek('2025-W00')]).toEqual([
      ...[true, false, true, false],
    ]);
  });

  it('comes after the one before, whatever the year', () => {
    expect(weeksBetween('2026-W51', '2027-W02', 9)).toEqual([
      '2026-W51',
      '2026-W52',
      '2026-W53',
      '2027-W01',
      '2027-W02',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (time) => {
        const week = weekOf(new Date(time).toISOString());
        expect(addWeeks(addWeeks(week, 1), -1)).toBe(week);
        expect(addWeeks(week, 1) > week).toBe(true);
        expect(isWeek(week)).toBe(true);
      }),
    );
  });
});
