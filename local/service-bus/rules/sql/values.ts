import type { Facts } from '../../message/content.ts';

/** What an expression can be worth. `null` is SQL's unknown. */
export type Value = string | number | boolean | null;

export type Expression = (facts: Facts) => Value;

/** A property as the dialect sees it. Dates compare as milliseconds; bytes and other types are unknown. */
export const toValue = (property: unknown): Value => {
  if (property instanceof Date) return property.getTime();
  if (typeof property === 'string' || typeof property === 'number' || typeof property === 'boolean') return property;
  return null;
};

export const and =
  (left: Expression, right: Expression): Expression =>
  (facts) => {
    const first = left(facts);
    if (first === false) return false;
    const second = right(facts);
    if (second === false) return false;
    return first === true && second === true ? true : null;
  };

export const or =
  (left: Expression, right: Expression): Expression =>
  (facts) => {
    const first = left(facts);
    if (first === true) return true;
    const second = right(facts);
    if (second === true) return true;
    return first === false && second === false ? false : null;
  };

export const not =
  (operand: Expression): Expression =>
  (facts) => {
    const value = operand(facts);
    return typeof value === 'boolean' ? !value : null;
  };

type Comparison = (order: number) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

export const isComparison = (symbol: string): boolean => symbol in comparisons;

/** Values of different types are never equal, and neither is greater. */
export const compare = (symbol: string, left: Expression, right: Expression): Expression => {
  const holds = comparisons[symbol];
  if (!holds) throw new SyntaxError(`'${symbol}' is no comparison`);
  return (facts) => {
    const a = left(facts);
    const b = right(facts);
    if (a === null || b === null) return null;
    if (typeof a !== typeof b) return symbol === '=' ? false : symbol === '<>' || symbol === '!=' ? true : null;
    return holds(a < b ? -1 : a > b ? 1 : 0);
  };
};

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

export const arithmetic = (symbol: string, left: Expression, right: Expression): Expression => {
  const operate = operations[symbol];
  if (!operate) throw new SyntaxError(`'${symbol}' is no operation`);
  return (facts) => {
    const a = left(facts);
    const b = right(facts);
    if (typeof a === 'number' && typeof b === 'number') return operate(a, b);
    return symbol === '+' && typeof a === 'string' && typeof b === 'string' ? a + b : null;
  };
};

export const isIn =
  (value: Expression, options: readonly Expression[]): Expression =>
  (facts) => {
    const wanted = value(facts);
    if (wanted === null) return null;
    const values = options.map((option) => option(facts));
    if (values.includes(wanted)) return true;
    return values.includes(null) ? null : false;
  };

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const likePattern = (pattern: string, mark: string | undefined): RegExp => {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === mark) source += literally(pattern.charAt(++at));
    else if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else source += literally(character);
  }
  return new RegExp(`^${source}$`, 's');
};

export const like =
  (value: Expression, pattern: Expression, escapeMark: Expression | undefined): Expression =>
  (facts) => {
    const text = value(facts);
    const shape = pattern(facts);
    if (text === null || typeof shape !== 'string') return null;
    const mark = escapeMark?.(facts);
    return likePattern(shape, typeof mark === 'string' ? mark : undefined).test(String(text));
  };
