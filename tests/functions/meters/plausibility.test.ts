import { implausibility, mostIn } from '../../../functions/meters/plausibility.ts';

describe('engine hours', () => {
  it('count no faster than the clock', () => {
    const from = { at: Date.parse('2026-03-10T08:00:00Z'), total: 0 };
    const judged = (hours: number) =>
      implausibility(
        'engineHours',
        { at: Date.parse('2026-03-11T08:00:00Z'), total: hours * 3_600 },
        { earlier: from },
        Date.parse('2026-03-31T12:00:00Z'),
      );
    expect([judged(24), judged(24.5), judged(24.7)]).toEqual([undefined, undefined, 'jump']);
  });
});

describe('the most a meter can count', () => {
  it.each([
    ['odometer', 0, 1_000],
    ['odometer', 1, 201_000],
    ['odometer', 10, 2_001_000],
    ['odometer', 24, 2_001_000],
    ['odometer', 48, 4_001_000],
    ['engineHours', 0, 360],
    ['engineHours', 24, 88_560],
  ] as const)('of the %s in %i hours is %i', (meter, hours, most) =>
    expect(mostIn(meter, hours * 3_600_000)).toBeCloseTo(most),
  );
});
