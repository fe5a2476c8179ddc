import type { Value } from '../../json.ts';

/** A function of the query language: how many arguments it takes, and what it makes of them. */
export interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly apply: (...args: Value[]) => Value;
}

export type BuiltIns = Readonly<Record<string, BuiltIn>>;

export const builtIn = (least: number, most: number, apply: (...args: Value[]) => Value): BuiltIn => ({
  least,
  most,
  apply,
});

export const ANY_NUMBER = Number.POSITIVE_INFINITY;

/** Infinity and NaN are not values of JSON. */
export const finite = (value: number): Value => (Number.isFinite(value) ? value : undefined);

/** Undefined unless all arguments are numbers. */
export const ofNumbers = (least: number, most: number, apply: (...args: number[]) => Value) =>
  builtIn(least, most, (...args) => {
    const numbers = args.filter((arg) => typeof arg === 'number');
    return numbers.length === args.length ? apply(...numbers) : undefined;
  });

/** Undefined unless all arguments are strings. */
export const ofStrings = (least: number, most: number, apply: (...args: string[]) => Value) =>
  builtIn(least, most, (...args) => {
    const strings = args.filter((arg) => typeof arg === 'string');
    return strings.length === args.length ? apply(...strings) : undefined;
  });
