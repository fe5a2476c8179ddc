/** A value a filter works with. `groups` is the only collection there is. */
export type Value = string | number | boolean | null | ReadonlySet<string>;

interface FilterFunction {
  readonly arity: readonly [least: number, most: number];
  apply(...values: Value[]): Value;
}

const onText =
  (compute: (text: string) => Value): FilterFunction['apply'] =>
  (text = null) =>
    typeof text === 'string' ? compute(text) : null;

const onTexts =
  (compute: (text: string, other: string) => Value, otherwise: Value): FilterFunction['apply'] =>
  (text = null, other = null) =>
    typeof text === 'string' && typeof other === 'string' ? compute(text, other) : otherwise;

const substring: FilterFunction['apply'] = (text = null, start = null, length = null) => {
  if (typeof text !== 'string' || typeof start !== 'number') return null;
  return text.slice(start, typeof length === 'number' ? start + length : undefined);
};

export const FUNCTIONS: Readonly<Record<string, FilterFunction>> = {
  length: { arity: [1, 1], apply: onText((text) => text.length) },
  tolower: { arity: [1, 1], apply: onText((text) => text.toLowerCase()) },
  toupper: { arity: [1, 1], apply: onText((text) => text.toUpperCase()) },
  trim: { arity: [1, 1], apply: onText((text) => text.trim()) },
  startswith: { arity: [2, 2], apply: onTexts((text, other) => text.startsWith(other), false) },
  endswith: { arity: [2, 2], apply: onTexts((text, other) => text.endsWith(other), false) },
  contains: { arity: [2, 2], apply: onTexts((text, other) => text.includes(other), false) },
  indexof: { arity: [2, 2], apply: onTexts((text, other) => text.indexOf(other), -1) },
  concat: { arity: [2, 2], apply: onTexts((text, other) => text + other, null) },
  substring: { arity: [2, 3], apply: substring },
};

type Comparison = (left: Value, right: Value) => boolean;

const ordered =
  (compare: (left: string | number, right: string | number) => boolean): Comparison =>
  (left, right) => {
    if (typeof left === 'string' && typeof right === 'string') return compare(left, right);
    return typeof left === 'number' && typeof right === 'number' && compare(left, right);
  };

export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  gt: ordered((left, right) => left > right),
  ge: ordered((left, right) => left >= right),
  lt: ordered((left, right) => left < right),
  le: ordered((left, right) => left <= right),
};
