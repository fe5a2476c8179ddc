import type { Json, Value } from '../json.ts';
import { compareAll, isPrimitive } from './values.ts';

export interface Aggregate {
  readonly planName: string;
  /** Takes the defined values of a group. */
  readonly reduce: (values: readonly Json[]) => Value;
  /** What a partition answers in its place, so that the answers of all partitions can be merged; `of` is `(c.n)`. */
  readonly partial: (of: string) => string;
}

/** One value that is no number spoils the result. */
const numeric = (finish: (sum: number, count: number) => Value) => (values: readonly Json[]) => {
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, value) => total + value, 0);
  return numbers.length < values.length ? undefined : finish(sum, numbers.length);
};

const withCount = (name: string, of: string) => `{"${name}": ${name.toUpperCase()}${of}, "count": COUNT${of}}`;

const extreme = (name: 'min' | 'max', planName: string, isBetter: (order: number) => boolean): Aggregate => ({
  planName,
  reduce: (values) =>
    values
      .filter(isPrimitive)
      .reduce<Value>(
        (best, value) => (best === undefined || isBetter(compareAll(value, best)) ? value : best),
        undefined,
      ),
  partial: (of) => `{"item": ${name.toUpperCase()}${of}, "item2": ${withCount(name, of)}}`,
});

export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: { planName: 'Count', reduce: (values) => values.length, partial: (of) => `{"item": COUNT${of}}` },
  // The SDK gives up on the whole query when a partition without rows answers undefined instead of 0.
  SUM: { planName: 'Sum', reduce: numeric((sum) => sum), partial: (of) => `{"item": SUM${of}}` },
  AVG: {
    planName: 'Average',
    reduce: numeric((sum, count) => (count === 0 ? undefined : sum / count)),
    partial: (of) => `{"item": ${withCount('sum', of)}}`,
  },
  MIN: extreme('min', 'Min', (order) => order < 0),
  MAX: extreme('max', 'Max', (order) => order > 0),
};
