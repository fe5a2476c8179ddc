import { badRequest, notSimulated } from '../errors.ts';
import { isObject, type JsonObject, type Value } from '../json.ts';
import { type Accumulator, aggregateOf } from './aggregates.ts';
import type { Expression, Query } from './ast.ts';
import { CLOCK_FUNCTIONS } from './functions/dates.ts';
import { FUNCTIONS } from './functions.ts';
import { likeMatcher } from './like.ts';
import { binaryOperator, unaryOperator } from './operators.ts';
import { sqlError } from './sql-error.ts';
import { compareSameType, equals } from './values.ts';

/** What an expression is evaluated against: parameters, the time, and one slot per name in scope. */
export interface Env {
  readonly parameters: Readonly<Record<string, Value>>;
  readonly now: number;
  readonly slots: Value[];
}

export type Evaluate = (env: Env) => Value;

/** An aggregate of a select list: fed per row, its result is put into `slot` before the row is selected. */
export interface CompiledAggregate {
  readonly create: () => Accumulator;
  readonly argument: Evaluate;
  readonly slot: number;
}

/** The names an expression can see, and how the subqueries in it are compiled. */
export interface Scope {
  slotOf(name: string): number | undefined;
  newSlot(): number;
  /** Where aggregates may be written: the list they are added to. */
  readonly aggregates: CompiledAggregate[] | undefined;
  subquery(query: Query): (env: Env, most: number) => Value[];
}

const NOT_SIMULATED = /^(FULLTEXT|RRF$|DOCUMENTID$)/;

const memberOf = (of: Value, key: Value): Value => {
  if (Array.isArray(of)) return typeof key === 'number' ? of[key] : undefined;
  if (typeof key !== 'string' || !isObject(of)) return undefined;
  return Object.hasOwn(of, key) ? of[key] : undefined;
};

const compileMember = (of: Evaluate, key: Expression, scope: Scope): Evaluate => {
  if (key.kind === 'literal') return (env) => memberOf(of(env), key.value);
  const evaluate = compileExpression(key, scope);
  return (env) => memberOf(of(env), evaluate(env));
};

const compileIn =
  (value: Evaluate, options: readonly Evaluate[]): Evaluate =>
  (env) => {
    const wanted = value(env);
    if (wanted === undefined) return undefined;
    let result: Value = false;
    for (const option of options) {
      const candidate = option(env);
      if (candidate === undefined) result = undefined;
      else if (equals(wanted, candidate)) return true;
    }
    return result;
  };

const compileBetween =
  (value: Evaluate, low: Evaluate, high: Evaluate): Evaluate =>
  (env) => {
    const middle = value(env);
    const [above, below] = [compareSameType(middle, low(env)), compareSameType(middle, high(env))];
    return above === undefined || below === undefined ? undefined : above >= 0 && below <= 0;
  };

const compileArray =
  (items: readonly Evaluate[]): Evaluate =>
  (env) =>
    items.map((item) => item(env)).filter((item) => item !== undefined);

/** Compiles members into a maker of objects; a member without a value is left out. */
export const compileObject =
  (members: ReadonlyArray<readonly [string, Evaluate]>): Evaluate =>
  (env) => {
    const object: JsonObject = {};
    for (const [name, evaluate] of members) {
      const value = evaluate(env);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };

const compileCall = (expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Evaluate => {
  const { name, args } = expression;
  const clock = CLOCK_FUNCTIONS[name];
  if (clock) return (env) => clock(env.now);
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found && NOT_SIMULATED.test(name)) throw notSimulated(`The function ${name}`);
  if (!found) throw sqlError('SC2005', `'${name}' is not a recognized built-in function name.`);
  if (args.length < found.least || args.length > found.most)
    throw sqlError('SC2050', `The ${name} function requires ${arity(found)} argument(s).`);
  const { apply } = found;
  const [first, second, ...more] = args.map((arg) => compileExpression(arg, scope));
  if (!first) return () => apply();
  if (!second) return (env) => apply(first(env));
  if (more.length === 0) return (env) => apply(first(env), second(env));
  return (env) => apply(first(env), second(env), ...more.map((argument) => argument(env)));
};

const arity = ({ least, most }: { least: number; most: number }) =>
  most === least ? `${least}` : Number.isFinite(most) ? `${least} to ${most}` : `at least ${least}`;

const compileAggregate = (
  expression: Expression,
  create: () => Accumulator,
  aggregates: CompiledAggregate[],
  scope: Scope,
): Evaluate => {
  const [argument, ...rest] = expression.kind === 'call' ? expression.args : [];
  if (!argument || rest.length > 0) throw sqlError('SC2050', 'An aggregate function requires 1 argument(s).');
  const slot = scope.newSlot();
  // An aggregate of an aggregate has no meaning, so its argument sees none.
  aggregates.push({ create, argument: compileExpression(argument, { ...scope, aggregates: undefined }), slot });
  return (env) => env.slots[slot];
};

const compileSubquery = (expression: Extract<Expression, { kind: 'subquery' }>, scope: Scope): Evaluate => {
  const run = scope.subquery(expression.query);
  switch (expression.as) {
    case 'value':
      return (env) => run(env, 1)[0];
    case 'exists':
      return (env) => run(env, 1).length > 0;
    case 'array':
      return (env) => run(env, Number.POSITIVE_INFINITY).filter((value) => value !== undefined);
  }
};

const compileName = (name: string, scope: Scope): Evaluate => {
  const slot = scope.slotOf(name);
  if (slot === undefined) throw sqlError('SC2001', `Identifier '${name}' could not be resolved.`);
  return (env) => env.slots[slot];
};

/**
 * Turns an expression into a function of its environment.
 * @throws 400 for names and functions that do not exist, 501 for functions that are not simulated.
 */
export const compileExpression = (expression: Expression, scope: Scope): Evaluate => {
  const compile = (inner: Expression) => compileExpression(inner, scope);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'parameter': {
      const { name } = expression;
      return ({ parameters }) => {
        if (!Object.hasOwn(parameters, name)) throw badRequest(`The query parameter ${name} was not given a value`);
        return parameters[name];
      };
    }
    case 'name':
      return compileName(expression.name, scope);
    case 'member':
      return compileMember(compile(expression.of), expression.key, scope);
    case 'unary':
      return unaryOperator(expression.operator, compile(expression.operand));
    case 'binary':
      return binaryOperator(expression.operator, compile(expression.left), compile(expression.right));
    case 'conditional': {
      const [test, yes, no] = [compile(expression.test), compile(expression.yes), compile(expression.no)];
      return (env) => (test(env) === true ? yes(env) : no(env));
    }
    case 'in':
      return compileIn(compile(expression.value), expression.options.map(compile));
    case 'between':
      return compileBetween(compile(expression.value), compile(expression.low), compile(expression.high));
    case 'like':
      return likeMatcher(
        compile(expression.value),
        compile(expression.pattern),
        expression.escape && compile(expression.escape),
      );
    case 'array':
      return compileArray(expression.items.map(compile));
    case 'object':
      return compileObject(expression.members.map(([name, value]) => [name, compile(value)]));
    case 'subquery':
      return compileSubquery(expression, scope);
    case 'call': {
      const aggregate = aggregateOf(expression);
      if (!aggregate) return compileCall(expression, scope);
      if (!scope.aggregates) throw sqlError('SC2102', `The aggregate ${expression.name} is not allowed here.`);
      return compileAggregate(expression, aggregate.create, scope.aggregates, scope);
    }
  }
};
