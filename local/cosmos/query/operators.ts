import { isObject, type Value } from '../json.ts';
import type { BinaryOperator, UnaryOperator } from './ast.ts';
import type { Evaluate } from './compile-expression.ts';
import { finite } from './functions/built-in.ts';
import { compareSameType, equals } from './values.ts';

type Combine = (left: Evaluate, right: Evaluate) => Evaluate;

/** `AND` and `OR`: the deciding value wins even over undefined. */
const logical =
  (deciding: boolean): Combine =>
  (left, right) =>
  (env) => {
    const a = left(env);
    if (a === deciding) return deciding;
    const b = right(env);
    if (b === deciding) return deciding;
    return a === !deciding && b === !deciding ? !deciding : undefined;
  };

const equality =
  (expected: boolean): Combine =>
  (left, right) =>
  (env) => {
    const a = left(env);
    const b = right(env);
    if (a === undefined || b === undefined) return undefined;
    const same = a === b || ((Array.isArray(a) || isObject(a)) && equals(a, b));
    return same === expected;
  };

const ordering =
  (accepts: (order: number) => boolean): Combine =>
  (left, right) =>
  (env) => {
    const order = compareSameType(left(env), right(env));
    return order === undefined ? undefined : accepts(order);
  };

const arithmetic =
  (apply: (a: number, b: number) => number): Combine =>
  (left, right) =>
  (env) => {
    const a = left(env);
    const b = right(env);
    return typeof a === 'number' && typeof b === 'number' ? finite(apply(a, b)) : undefined;
  };

const concatenation: Combine = (left, right) => (env) => {
  const a = left(env);
  const b = right(env);
  return typeof a === 'string' && typeof b === 'string' ? a + b : undefined;
};

/** Only a missing value is replaced; null stays. */
const coalescing: Combine = (left, right) => (env) => {
  const value = left(env);
  return value === undefined ? right(env) : value;
};

const BINARY: Readonly<Record<BinaryOperator, Combine>> = {
  AND: logical(false),
  OR: logical(true),
  '=': equality(true),
  '!=': equality(false),
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
  '??': coalescing,
  '||': concatenation,
  '+': arithmetic((a, b) => a + b),
  '-': arithmetic((a, b) => a - b),
  '*': arithmetic((a, b) => a * b),
  '/': arithmetic((a, b) => a / b),
  '%': arithmetic((a, b) => a % b),
  '&': arithmetic((a, b) => a & b),
  '|': arithmetic((a, b) => a | b),
  '^': arithmetic((a, b) => a ^ b),
  '<<': arithmetic((a, b) => a << b),
  '>>': arithmetic((a, b) => a >> b),
  '>>>': arithmetic((a, b) => a >>> b),
};

export const binaryOperator = (operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate =>
  BINARY[operator](left, right);

const UNARY: Readonly<Record<UnaryOperator, (value: Value) => Value>> = {
  NOT: (value) => (typeof value === 'boolean' ? !value : undefined),
  '-': (value) => (typeof value === 'number' ? -value : undefined),
  '+': (value) => (typeof value === 'number' ? value : undefined),
  '~': (value) => (typeof value === 'number' ? ~value : undefined),
};

export const unaryOperator = (operator: UnaryOperator, operand: Evaluate): Evaluate => {
  const apply = UNARY[operator];
  return (env) => apply(operand(env));
};
