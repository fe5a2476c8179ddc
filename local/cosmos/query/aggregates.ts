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
  if (numbers.length < values.length) return undefined;
  return finish(
    numbers.reduce((sum, value) => sum + value, 0),
    numbers.length,
  );
};

const extreme = (sign: 1 | -1) => (values: readonly Json[]) =>
  values.filter(isPrimitive).reduce<Value>((best, value) => {
    const isBetter = best === undefined || compareAll(value, best) * sign > 0;
    return isBetter ? value : best;
  }, undefined);

const withCount = (name: string, of: string) => `{"${name}": ${name.toUpperCase()}${of}, "count": COUNT${of}}`;

export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: { planName: 'Count', reduce: (values) => values.length, partial: (of) => `{"item": COUNT${of}}` },
  // The SDK gives up on the whole query when a partition without rows answers undefined instead of 0.
  SUM: { planName: 'Sum', reduce: numeric((sum) => sum), partial: (of) => `{"item": SUM${of}}` },
  AVG: {
    planName: 'Average',
    reduce: numeric((sum, count) => (count === 0 ? undefined : sum / count)),
    partial: (of) => `{"item": ${withCount('sum', of)}}`,
  },
  MIN: {
    planName: 'Min',
    reduce: extreme(-1),
    partial: (of) => `{"item": MIN${of}, "item2": ${withCount('min', of)}}`,
  },
  MAX: {
    planName: 'Max',
    reduce: extreme(1),
    partial: (of) => `{"item": MAX${of}, "item2": ${withCount('max', of)}}`,
  },
};
