import { badRequest, sqlError } from '../errors.ts';
import type { JsonObject, Value } from '../json.ts';
import { AGGREGATES, type Aggregate } from './aggregates.ts';
import { CLOCK_FUNCTIONS } from './dates.ts';
import { type BuiltIn, FUNCTIONS, memberOf } from './functions.ts';
import { isReserved } from './lexer.ts';

/** What a query is evaluated against: parameters, the time, and one slot per name in scope. */
export interface Env {
  readonly parameters: Readonly<Record<string, Value>>;
  readonly now: number;
  readonly slots: Value[];
}

export type Evaluate = (env: Env) => Value;

/** Fed per row; its result is put into `slot` before the row is selected. */
export interface CompiledAggregate {
  readonly reduce: Aggregate['reduce'];
  readonly argument: Evaluate;
  readonly slot: number;
}

/** The names an expression can see; one counter of slots serves a query and all its subqueries. */
export interface Scope {
  readonly names: ReadonlyMap<string, number>;
  readonly slots: { next: number };
  /** In the select list of a grouped query: what it is grouped by, which is all that can be seen, and its aggregates. */
  readonly grouped?: { readonly keys: ReadonlySet<string>; readonly aggregates: CompiledAggregate[] } | undefined;
}

export interface Expression {
  /** Cosmos SQL that parses to the same; equal for two expressions that mean the same. */
  readonly sql: string;
  /** @throws 400 for names and functions that do not exist. */
  compile(scope: Scope): Evaluate;
  /** Of a constant. */
  readonly value?: Value;
  /** The property names of a path such as `c.address["city"]`, without the alias it starts from. */
  readonly path?: readonly string[] | undefined;
  /** Its counterpart in a query plan, when it is an aggregate as a whole. */
  readonly aggregate?: { readonly planName: string; readonly partial: string };
  readonly hasAggregate?: boolean;
}

/** Compiles a part of an expression: a key of the group may look at everything. */
export const compileIn = (scope: Scope, { sql, compile }: Expression): Evaluate =>
  compile(scope.grouped?.keys.has(sql) ? { ...scope, grouped: undefined } : scope);

export const literal = (value: Value): Expression => ({
  sql: value === undefined ? 'undefined' : JSON.stringify(value),
  value,
  compile: () => () => value,
});

export const parameter = (name: string): Expression => ({
  sql: name,
  compile:
    () =>
    ({ parameters }) => {
      if (!Object.hasOwn(parameters, name)) throw badRequest(`The query parameter ${name} was not given a value`);
      return parameters[name];
    },
});

export const named = (name: string): Expression => ({
  sql: name,
  path: [],
  compile: ({ names, grouped }) => {
    const slot = names.get(name);
    if (slot === undefined) throw sqlError('SC2001', `Identifier '${name}' could not be resolved.`);
    const reason = 'it is not contained in an aggregate function or in the GROUP BY clause.';
    if (grouped) throw sqlError('SC2102', `A reference to '${name}' is invalid in the select list because ${reason}`);
    return ({ slots }) => slots[slot];
  },
});

export const member = (of: Expression, key: Expression): Expression => {
  const { value } = key;
  const isPlain = typeof value === 'string' && /^[a-z_]\w*$/i.test(value) && !isReserved(value);
  return {
    sql: isPlain ? `${of.sql}.${value}` : `${of.sql}[${key.sql}]`,
    path: of.path && typeof value === 'string' ? [...of.path, value] : undefined,
    compile: (scope) => {
      const [from, at] = [compileIn(scope, of), compileIn(scope, key)];
      return value === undefined ? (env) => memberOf(from(env), at(env)) : (env) => memberOf(from(env), value);
    },
  };
};

export const object = (members: ReadonlyArray<readonly [string, Expression]>): Expression => ({
  sql: `{${members.map(([name, { sql }]) => `${JSON.stringify(name)}: ${sql}`).join(', ')}}`,
  hasAggregate: members.some(([, { hasAggregate }]) => hasAggregate),
  compile: (scope) => {
    const evaluates = members.map(([name, value]) => [name, compileIn(scope, value)] as const);
    return (env) => {
      const made: JsonObject = {};
      for (const [name, evaluate] of evaluates) {
        const value = evaluate(env);
        if (value !== undefined) made[name] = value;
      }
      return made;
    };
  },
});

type Combine = (...operands: Evaluate[]) => Evaluate;

const missing: Evaluate = () => undefined;

/** `AND` and `OR`: the deciding value wins even over undefined. */
const logical =
  (deciding: boolean): Combine =>
  (left = missing, right = missing) =>
  (env) => {
    const a = left(env);
    if (a === deciding) return deciding;
    const b = right(env);
    if (b === deciding) return deciding;
    return a === !deciding && b === !deciding ? !deciding : undefined;
  };

/** The operators that need not look at all their operands. */
const LAZY: Readonly<Record<string, Combine>> = {
  AND: logical(false),
  OR: logical(true),
  // Only a missing value is replaced; null stays.
  '??':
    (left = missing, right = missing) =>
    (env) =>
      [left(env), right(env)].find((value) => value !== undefined),
  '?:':
    (test = missing, yes = missing, no = missing) =>
    (env) =>
      test(env) === true ? yes(env) : no(env),
};

const builtInOf = (name: string, count: number): BuiltIn => {
  const found = FUNCTIONS[name];
  const place = 'If the service has it, add it in local/cosmos/query/functions.ts.';
  if (!found) throw sqlError('SC2005', `'${name}' is not a recognized built-in function name. ${place}`);
  const { least, most } = found;
  const required = most === least ? least : `${least} to ${most}`;
  if (count < least || count > most) throw sqlError('SC2050', `The ${name} function requires ${required} argument(s).`);
  return found;
};

const compileCall = (name: string, operands: readonly Evaluate[]): Evaluate => {
  const clock = CLOCK_FUNCTIONS[name];
  if (clock) return ({ now }) => clock(now);
  const lazy = LAZY[name];
  if (lazy) return lazy(...operands);
  const { apply } = builtInOf(name, operands.length);
  const [first = missing, second, third] = operands;
  if (third) return (env) => apply(...operands.map((operand) => operand(env)));
  return second ? (env) => apply(first(env), second(env)) : (env) => apply(first(env));
};

/** A function, or an operator, which is one in disguise; `sql` is how to write it. */
export const call = (name: string, args: readonly Expression[], sql: string): Expression => ({
  sql,
  hasAggregate: args.some(({ hasAggregate }) => hasAggregate),
  compile: (scope) => {
    const operands = args.map((arg) => compileIn(scope, arg));
    return compileCall(name, operands);
  },
});

const aggregateCall = (
  name: string,
  { planName, reduce, partial }: Aggregate,
  args: readonly Expression[],
): Expression => {
  const [argument, ...others] = args;
  if (!argument || others.length > 0) throw sqlError('SC2050', `The ${name} function requires 1 argument(s).`);
  return {
    sql: `${name}(${argument.sql})`,
    hasAggregate: true,
    aggregate: { planName, partial: partial(argument.sql) },
    compile: ({ names, slots, grouped }) => {
      if (!grouped) throw sqlError('SC2102', `The aggregate ${name} is not allowed here.`);
      const slot = slots.next++;
      grouped.aggregates.push({ reduce, argument: argument.compile({ names, slots }), slot });
      return (env) => env.slots[slot];
    },
  };
};

export const functionCall = (written: string, args: readonly Expression[]): Expression => {
  const name = written.toUpperCase();
  const aggregate = AGGREGATES[name];
  if (aggregate) return aggregateCall(name, aggregate, args);
  return call(name, args, `${name}(${args.map(({ sql }) => sql).join(', ')})`);
};
