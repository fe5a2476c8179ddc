import type { Value } from '../json.ts';
import { childrenOf, type Expression } from './ast.ts';
import { compareAll, isPrimitive } from './values.ts';

/** Takes in one value per row and gives the result at the end. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

export interface Aggregate {
  readonly planName: string;
  readonly create: () => Accumulator;
  /** What a partition answers in its place, so that the answers of all partitions can be merged. */
  readonly partial: (argument: string) => string;
}

const count = (): Accumulator => {
  let seen = 0;
  return {
    add: (value) => {
      if (value !== undefined) seen += 1;
    },
    result: () => seen,
  };
};

/** Undefined values are skipped; one value that is no number spoils the result. */
const numeric = (finish: (sum: number, seen: number) => Value) => (): Accumulator => {
  let [sum, seen, spoilt] = [0, 0, false];
  return {
    add: (value) => {
      if (value === undefined) return;
      if (typeof value !== 'number') spoilt = true;
      else {
        sum += value;
        seen += 1;
      }
    },
    result: () => (spoilt ? undefined : finish(sum, seen)),
  };
};

const extreme = (sign: 1 | -1) => (): Accumulator => {
  let best: Value;
  return {
    add: (value) => {
      if (isPrimitive(value) && (best === undefined || compareAll(value, best) * sign > 0)) best = value;
    },
    result: () => best,
  };
};

const withCount = (label: string, of: string) => `{"${label}": ${label.toUpperCase()}(${of}), "count": COUNT(${of})}`;

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: { planName: 'Count', create: count, partial: (of) => `{"item": COUNT(${of})}` },
  // The SDK gives up on the whole query when a partition without rows answers undefined instead of 0.
  SUM: { planName: 'Sum', create: numeric((sum) => sum), partial: (of) => `{"item": SUM(${of})}` },
  AVG: {
    planName: 'Average',
    create: numeric((sum, seen) => (seen === 0 ? undefined : sum / seen)),
    partial: (of) => `{"item": ${withCount('sum', of)}}`,
  },
  MIN: {
    planName: 'Min',
    create: extreme(-1),
    partial: (of) => `{"item": MIN(${of}), "item2": ${withCount('min', of)}}`,
  },
  MAX: {
    planName: 'Max',
    create: extreme(1),
    partial: (of) => `{"item": MAX(${of}), "item2": ${withCount('max', of)}}`,
  },
};

export const aggregateOf = (expression: Expression): Aggregate | undefined =>
  expression.kind === 'call' && Object.hasOwn(AGGREGATES, expression.name) ? AGGREGATES[expression.name] : undefined;

export const containsAggregate = (expression: Expression): boolean =>
  aggregateOf(expression) !== undefined || childrenOf(expression).some(containsAggregate);
