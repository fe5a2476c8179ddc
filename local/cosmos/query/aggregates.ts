import type { Json, Value } from '../json.ts';
import type { Expression } from './ast.ts';
import { childrenOf } from './ast.ts';
import { canonical, compareAll, isPrimitive } from './values.ts';

/** Takes in one value per row and gives the result at the end. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

const count = (counts: (value: Value) => boolean) => (): Accumulator => {
  let seen = 0;
  return {
    add: (value) => {
      if (counts(value)) seen += 1;
    },
    result: () => seen,
  };
};

/** Undefined values are skipped; one value that is no number spoils the result. */
const numeric = (finish: (sum: number, seen: number) => Value) => (): Accumulator => {
  let sum = 0;
  let seen = 0;
  let spoilt = false;
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

const collection = (keyOf: (value: Json, position: number) => string) => (): Accumulator => {
  const values = new Map<string, Json>();
  return {
    add: (value) => {
      if (value !== undefined) values.set(keyOf(value, values.size), value);
    },
    result: () => [...values.values()],
  };
};

interface Aggregate {
  /** Name of the aggregate in a query plan. */
  readonly planName: string;
  readonly create: () => Accumulator;
}

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: { planName: 'Count', create: count((value) => value !== undefined) },
  COUNTIF: { planName: 'CountIf', create: count((value) => value === true) },
  // The SDK gives up on the whole query when a partition without rows answers undefined instead of 0.
  SUM: { planName: 'Sum', create: numeric((sum) => sum) },
  AVG: { planName: 'Average', create: numeric((sum, seen) => (seen === 0 ? undefined : sum / seen)) },
  MIN: { planName: 'Min', create: extreme(-1) },
  MAX: { planName: 'Max', create: extreme(1) },
  MAKELIST: { planName: 'MakeList', create: collection((_, position) => String(position)) },
  MAKESET: { planName: 'MakeSet', create: collection(canonical) },
};

export const aggregateOf = (expression: Expression): Aggregate | undefined =>
  expression.kind === 'call' && Object.hasOwn(AGGREGATES, expression.name) ? AGGREGATES[expression.name] : undefined;

export const containsAggregate = (expression: Expression): boolean =>
  aggregateOf(expression) !== undefined || childrenOf(expression).some(containsAggregate);
