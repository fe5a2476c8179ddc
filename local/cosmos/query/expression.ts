import { badRequest, sqlError } from '../errors.ts';
import type { Json, JsonObject, Value } from '../json.ts';
import { AGGREGATES, type Aggregate } from './aggregates.ts';
import { CLOCK_FUNCTIONS } from './dates.ts';
import { FUNCTIONS, memberOf } from './functions.ts';
import { isReserved } from './lexer.ts';

type Values = Readonly<Record<string, Value>>;

/** What an expression is evaluated against. */
export interface Env {
  readonly parameters: Values;
  readonly now: number;
  /** The names in scope. */
  readonly row: Values;
  /** Where aggregates look: all rows of a group. */
  readonly group?: readonly Env[];
}

export type Evaluate = (env: Env) => Value;

export interface Expression {
  /** Cosmos SQL that parses to the same; equal for two expressions that mean the same. */
  readonly sql: string;
  readonly evaluate: Evaluate;
  /** The expressions it is made of; a subquery is a closed box. */
  readonly parts?: readonly Expression[];
  /** Of a constant. */
  readonly value?: Value;
  /** The property names of a path such as `c.address["city"]`, without the alias it starts from. */
  readonly path?: readonly string[] | undefined;
  /** Its counterpart in a query plan, when it is an aggregate as a whole. */
  readonly aggregate?: { readonly planName: string; readonly partial: string };
}

export const hasAggregate = ({ aggregate, parts = [] }: Expression): boolean =>
  aggregate !== undefined || parts.some(hasAggregate);

export const listOf = (expressions: readonly Expression[]) => expressions.map(({ sql }) => sql).join(', ');

export const literal = (value: Value): Expression => ({
  sql: value === undefined ? 'undefined' : JSON.stringify(value),
  value,
  evaluate: () => value,
});

export const parameter = (name: string): Expression => ({
  sql: name,
  evaluate: ({ parameters }) => {
    if (!Object.hasOwn(parameters, name)) throw badRequest(`The query parameter ${name} was not given a value`);
    return parameters[name];
  },
});

export const named = (name: string): Expression => ({ sql: name, path: [], evaluate: ({ row }) => row[name] });

export const member = (of: Expression, key: Expression): Expression => {
  const { value } = key;
  const isPlain = typeof value === 'string' && /^[a-z_]\w*$/i.test(value) && !isReserved(value);
  const at: Evaluate = value === undefined ? key.evaluate : () => value;
  return {
    sql: isPlain ? `${of.sql}.${value}` : `${of.sql}[${key.sql}]`,
    parts: [of, key],
    path: of.path && typeof value === 'string' ? [...of.path, value] : undefined,
    evaluate: (env) => memberOf(of.evaluate(env), at(env)),
  };
};

export const object = (members: ReadonlyArray<readonly [string, Expression]>): Expression => ({
  sql: `{${members.map(([name, { sql }]) => `${JSON.stringify(name)}: ${sql}`).join(', ')}}`,
  parts: members.map(([, value]) => value),
  evaluate: (env) => {
    const made: JsonObject = {};
    for (const [name, { evaluate }] of members) {
      const value = evaluate(env);
      if (value !== undefined) made[name] = value;
    }
    return made;
  },
});

/** `AND` and `OR`: the deciding value wins even over undefined. */
const logical = (deciding: boolean) => (left: Evaluate, right: Evaluate) => (env: Env) => {
  const a = left(env);
  if (a === deciding) return deciding;
  const b = right(env);
  if (b === deciding) return deciding;
  return a === !deciding && b === !deciding ? !deciding : undefined;
};

/** The operators that need not look at all their operands. */
const LAZY: Readonly<Record<string, (a: Evaluate, b: Evaluate, c: Evaluate) => Evaluate>> = {
  AND: logical(false),
  OR: logical(true),
  // Only a missing value is replaced; null stays.
  '??': (left, right) => (env) => [left(env), right(env)].find((value) => value !== undefined),
  '?:': (test, yes, no) => (env) => (test(env) === true ? yes(env) : no(env)),
};

const missing: Evaluate = () => undefined;

const evaluateOf = (name: string, args: readonly Expression[]): Evaluate => {
  const [first = missing, second = missing, third = missing] = args.map(({ evaluate }) => evaluate);
  const [lazy, clock, found] = [LAZY[name], CLOCK_FUNCTIONS[name], FUNCTIONS[name]];
  if (lazy) return lazy(first, second, third);
  if (clock) return ({ now }) => clock(now);
  const place = 'If the service has it, add it in local/cosmos/query/functions.ts.';
  if (!found) throw sqlError('SC2005', `'${name}' is not a recognized built-in function name. ${place}`);
  const { least, most, apply } = found;
  const required = most === least ? least : `${least} to ${most}`;
  if (args.length < least || args.length > most)
    throw sqlError('SC2050', `The ${name} function requires ${required} argument(s).`);
  if (args.length > 2) return (env) => apply(...args.map(({ evaluate }) => evaluate(env)));
  return args.length === 2 ? (env) => apply(first(env), second(env)) : (env) => apply(first(env));
};

/** A function, or an operator, which is one in disguise; `sql` is how to write it. */
export const call = (name: string, args: readonly Expression[], sql: string): Expression => ({
  sql,
  parts: args,
  evaluate: evaluateOf(name, args),
});

const aggregateCall = (
  { planName, reduce, partial }: Aggregate,
  [of]: readonly Expression[],
  sql: string,
): Expression => ({
  sql,
  aggregate: { planName, partial: partial(of?.sql ?? '') },
  evaluate: ({ group = [] }) => {
    const values: Json[] = [];
    for (const env of group) {
      const value = of?.evaluate(env);
      if (value !== undefined) values.push(value);
    }
    return reduce(values);
  },
});

export const functionCall = (written: string, args: readonly Expression[]): Expression => {
  const name = written.toUpperCase();
  const aggregate = AGGREGATES[name];
  const sql = `${name}(${listOf(args)})`;
  if (aggregate && args.length !== 1) throw sqlError('SC2050', `The ${name} function requires 1 argument(s).`);
  return aggregate ? aggregateCall(aggregate, args, sql) : call(name, args, sql);
};
