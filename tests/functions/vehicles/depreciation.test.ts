import fc from 'fast-check';
import { bookValue, monthsBetween } from '../../../functions/vehicles/depreciation.ts';
import type { Depreciation } from '../../../functions/vehicles/details/contract.ts';
import { replacementDue } from '../../../functions/vehicles/replacement.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const straight: Depreciation = { method: 'straight-line', lifeMonths: 60, residual: eur(1_000_000) };
const declining: Depreciation = { method: 'declining-balance', annualRatePercent: 20, residual: eur(1_000_000) };
const cost = { amount: 4_000_000, on: '2024-01-15' };

describe('months between two days', () => {
  it.each([
    ['2024-01-15', '2024-01-15', 0],
    ['2024-01-15', '2024-02-14', 0],
    ['2024-01-15', '2024-02-15', 1],
    ['2024-01-31', '2024-02-28', 0],
    ['2024-01-31', '2024-02-29', 1],
    ['2024-01-31', '2024-04-30', 3],
    ['2024-01-15', '2029-01-15', 60],
  ])('from %s to %s: %i', (from, to, months) => expect(monthsBetween(from, to)).toBe(months));
});

describe('the book value', () => {
  it.each([
    ['before it was acquired', '2023-01-01', 4_000_000],
    ['in the first month', '2024-02-01', 4_000_000],
    ['after a month', '2024-02-15', 3_950_000],
    ['after two years', '2026-01-15', 2_800_000],
    ['at the end of its life', '2029-01-15', 1_000_000],
    ['long after', '2050-01-01', 1_000_000],
  ])('by the straight line, %s', (_, on, value) => expect(bookValue(straight, cost, on)).toBe(value));

  it.each([
    ['after half a year', '2024-07-15', 3_600_000],
    ['after a year', '2025-01-15', 3_200_000],
    ['after two years', '2026-01-15', 2_560_000],
    ['when it would fall below the residual', '2034-01-15', 1_000_000],
  ])('of a declining balance, %s', (_, on, value) => expect(bookValue(declining, cost, on)).toBe(value));

  it('never rises, and stays between cost and residual', () => {
    const day = fc
      .integer({ min: 0, max: 20_000 })
      .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
    const residual = fc.nat(10_000_000).map(eur);
    const plan = fc.oneof(
      fc.record({
        method: fc.constant('straight-line' as const),
        lifeMonths: fc.integer({ min: 1, max: 600 }),
        residual,
      }),
      fc.record({
        method: fc.constant('declining-balance' as const),
        annualRatePercent: fc.integer({ min: 1, max: 99 }),
        residual,
      }),
    );
    fc.assert(
      fc.property(plan, fc.nat(10_000_000), day, day, day, (kind, amount, from, one, other) => {
        const [earlier, later] = [one, other].sort();
        const values = [earlier, later].map((on) => bookValue(kind, { amount, on: from }, String(on)));
        const [before = 0, after = 0] = values;
        expect(after).toBeLessThanOrEqual(before);
        expect(before).toBeLessThanOrEqual(amount);
        expect(after).toBeGreaterThanOrEqual(Math.min(kind.residual.amount, amount));
        expect(values.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('a replacement', () => {
  it.each([
    ['is not due before either', { on: '2026-04-01', odometerMetres: 2_000 }, 1_000, [], 30, 1_000],
    ['is due on its day', { on: '2026-03-02' }, 1_000, ['date'], 0, undefined],
    [
      'is due at its distance, whatever the day',
      { on: '2026-04-01', odometerMetres: 900 },
      1_000,
      ['odometer'],
      30,
      -100,
    ],
    ['tells of no distance that nobody knows', { odometerMetres: 900 }, undefined, [], undefined, undefined],
  ] as const)('%s', (_, plan, odometer, reached, daysLeft, metresLeft) =>
    expect(replacementDue(plan, '2026-03-02', odometer)).toEqual({
      reached,
      ...(daysLeft !== undefined && { daysLeft }),
      ...(metresLeft !== undefined && { metresLeft }),
    }),
  );
});
