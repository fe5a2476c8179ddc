import { type BuiltIns, builtIn, finite, ofNumbers } from './built-in.ts';

const DEGREE = Math.PI / 180;

/** Away from zero at the half, unlike `Math.round`. */
const round = (value: number, digits = 0) => {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
};

const one = (apply: (value: number) => number) => ofNumbers(1, 1, (value = 0) => finite(apply(value)));

const two = (apply: (a: number, b: number) => number) => ofNumbers(2, 2, (a = 0, b = 0) => finite(apply(a, b)));

const INT64 = 64;

/** 64-bit arithmetic that wraps around; undefined for anything that is not an integer. */
const integers = (apply: (a: bigint, b: bigint) => bigint | undefined) =>
  ofNumbers(2, 2, (a = 0, b = 0) => {
    if (!Number.isInteger(a) || !Number.isInteger(b)) return undefined;
    const result = apply(BigInt(a), BigInt(b));
    return result === undefined ? undefined : Number(BigInt.asIntN(INT64, result));
  });

const shift = (apply: (value: bigint, by: bigint) => bigint) =>
  integers((value, by) => (by < 0n || by >= BigInt(INT64) ? undefined : apply(value, by)));

export const MATH: BuiltIns = {
  ABS: one(Math.abs),
  ACOS: one(Math.acos),
  ASIN: one(Math.asin),
  ATAN: one(Math.atan),
  ATN2: two(Math.atan2),
  CEILING: one(Math.ceil),
  COS: one(Math.cos),
  COT: one((value) => 1 / Math.tan(value)),
  DEGREES: one((value) => value / DEGREE),
  EXP: one(Math.exp),
  FLOOR: one(Math.floor),
  INTADD: integers((a, b) => a + b),
  INTBITAND: integers((a, b) => a & b),
  INTBITLEFTSHIFT: shift((value, by) => value << by),
  INTBITNOT: ofNumbers(1, 1, (value = 0) => (Number.isInteger(value) ? Number(~BigInt(value)) : undefined)),
  INTBITOR: integers((a, b) => a | b),
  INTBITRIGHTSHIFT: shift((value, by) => value >> by),
  INTBITXOR: integers((a, b) => a ^ b),
  INTDIV: integers((a, b) => (b === 0n ? undefined : a / b)),
  INTMOD: integers((a, b) => (b === 0n ? undefined : a % b)),
  INTMUL: integers((a, b) => a * b),
  INTSUB: integers((a, b) => a - b),
  LOG: ofNumbers(1, 2, (value = 0, base = Math.E) => finite(Math.log(value) / Math.log(base))),
  LOG10: one(Math.log10),
  NUMBERBIN: ofNumbers(1, 2, (value = 0, size = 1) => finite(Math.floor(value / size) * size)),
  PI: builtIn(0, 0, () => Math.PI),
  POWER: two((value, exponent) => value ** exponent),
  RADIANS: one((value) => value * DEGREE),
  RAND: builtIn(0, 0, () => Math.random()),
  ROUND: ofNumbers(1, 2, (value = 0, digits) => finite(round(value, digits))),
  SIGN: one(Math.sign),
  SIN: one(Math.sin),
  SQRT: one(Math.sqrt),
  SQUARE: one((value) => value * value),
  TAN: one(Math.tan),
  TRUNC: one(Math.trunc),
};
