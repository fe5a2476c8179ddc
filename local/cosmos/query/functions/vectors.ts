import { isObject, type Value } from '../../json.ts';
import { type BuiltIns, builtIn, finite } from './built-in.ts';

const numbersOf = (value: Value): number[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.filter((entry) => typeof entry === 'number');
  return numbers.length === value.length ? numbers : undefined;
};

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

const euclidean = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));

/** The third argument, exact or approximate search, makes no difference here: every search is exact. */
const vectorDistance = (first: Value, second: Value, _exact: Value, options: Value): Value => {
  const [a, b] = [numbersOf(first), numbersOf(second)];
  if (!a || !b || a.length !== b.length) return undefined;
  switch (isObject(options) ? (options.distanceFunction ?? 'cosine') : 'cosine') {
    case 'euclidean':
      return euclidean(a, b);
    case 'dotproduct':
      return dot(a, b);
    default:
      return finite(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
  }
};

export const VECTORS: BuiltIns = { VECTORDISTANCE: builtIn(2, 4, vectorDistance) };
