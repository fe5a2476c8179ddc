/** The middle of a short list, or the mean of the two in the middle. NaN of none. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** From the smallest to the largest. */
export const spreadOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** The list with one more at its end, and no more than `size` in all. */
export const pushed = (values: readonly number[], value: number, size: number): readonly number[] =>
  values.length < size ? [...values, value] : [...values.slice(values.length - size + 1), value];
