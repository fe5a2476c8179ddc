import type { Value } from '../json.ts';

/** A function or operator of the query language: how many arguments it takes, and what it makes of them. */
export interface BuiltIn {
  readonly least: number;
  readonly most: number;
  readonly apply: (...args: Value[]) => Value;
}

export type BuiltIns = Readonly<Record<string, BuiltIn>>;

export const ANY_NUMBER = Number.POSITIVE_INFINITY;

export const builtIn = (least: number, most: number, apply: BuiltIn['apply']): BuiltIn => ({ least, most, apply });

/** Infinity and NaN are not values of JSON. */
const finite = (value: Value) => (typeof value === 'number' && !Number.isFinite(value) ? undefined : value);

/** Undefined unless all arguments are numbers. */
export const ofNumbers = (least: number, most: number, apply: (...args: number[]) => Value) =>
  builtIn(least, most, (...args) => {
    const numbers = args.filter((arg) => typeof arg === 'number');
    return numbers.length === args.length ? finite(apply(...numbers)) : undefined;
  });

/** Undefined unless all arguments are strings. */
export const ofStrings = (least: number, most: number, apply: (...args: string[]) => Value) =>
  builtIn(least, most, (...args) => {
    const strings = args.filter((arg) => typeof arg === 'string');
    return strings.length === args.length ? apply(...strings) : undefined;
  });

/** An operator between two numbers, undefined for anything else. */
export const between = (apply: (a: number, b: number) => number) =>
  builtIn(2, 2, (a, b) => (typeof a === 'number' && typeof b === 'number' ? finite(apply(a, b)) : undefined));
