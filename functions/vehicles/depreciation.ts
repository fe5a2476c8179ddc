import type { Depreciation } from './details/contract.ts';

interface Cost {
  /** What it has cost, in minor units. */
  readonly amount: number;
  /** The day depreciation begins, `YYYY-MM-DD`. */
  readonly on: string;
}

/** Whole months between two days: a month is full on the same day of the next month, or on its last day where there is no such day. */
export const monthsBetween = (from: string, to: string): number => {
  const [start, end] = [new Date(from), new Date(to)];
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  const lastOfMonth = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  return end.getUTCDate() >= Math.min(start.getUTCDate(), lastOfMonth) ? months : months - 1;
};

/**
 * Straight line (IAS 16.62): equal parts of what is to be lost in every month of the life.
 *
 *     value = cost - (cost - residual) * min(months, life) / life
 */
const straightLine = (cost: number, residual: number, lifeMonths: number, months: number): number =>
  cost - ((cost - residual) * Math.min(months, lifeMonths)) / lifeMonths;

/**
 * Declining balance (the "diminishing balance" of IAS 16.62): every year the same share of what it was worth when that year
 * began, in equal months.
 *
 *     value = cost * (1 - rate)^years * (1 - rate * monthsOfThisYear / 12)
 */
const decliningBalance = (cost: number, annualRate: number, months: number): number =>
  cost * (1 - annualRate) ** Math.floor(months / 12) * (1 - (annualRate * (months % 12)) / 12);

/**
 * What a vehicle is worth in the books on a day, in minor units, after the full months since it was acquired. Never under the residual
 * value, and of a vehicle that has cost less than that, what it has cost.
 */
export const bookValue = (plan: Depreciation, cost: Cost, on: string): number => {
  const months = Math.max(0, monthsBetween(cost.on, on));
  const residual = Math.min(plan.residual.amount, cost.amount);
  const value =
    plan.method === 'straight-line'
      ? straightLine(cost.amount, residual, plan.lifeMonths, months)
      : decliningBalance(cost.amount, plan.annualRatePercent / 100, months);
  return Math.max(residual, Math.round(value));
};
