import { badRequest, sqlError } from '../errors.ts';
import type { JsonObject, Value } from '../json.ts';
import { AGGREGATES } from './aggregates.ts';
import { FUNCTIONS, memberOf } from './functions.ts';

/** What an expression is evaluated against. */
export interface Env {
  readonly parameters: Readonly<Record<string, Value>>;
  readonly item: JsonObject;
  /** Where aggregates look: all items the query lets through. */
  readonly group?: readonly JsonObject[];
}

export interface Expression {
  readonly evaluate: (env: Env) => Value;
  /** Does it look at the item itself, not only through an aggregate? */
  readonly readsItem?: boolean;
  readonly hasAggregate?: boolean;
  /** Of a constant. */
  readonly value?: Value;
  /** The property names of a path such as `c.address["city"]`, without the alias it starts from. */
  readonly path?: readonly string[] | undefined;
  /** Its counterpart in a query plan, when it is an aggregate as a whole. */
  readonly aggregate?: { readonly planName: string; readonly partial: string };
}

/** A member of an object. */
export interface Named extends Expression {
  readonly name: string;
}

export const literal = (value: Value): Expression => ({ value, evaluate: () => value });

export const parameter = (name: string): Expression => ({
  evaluate: ({ parameters }) => {
    if (!Object.hasOwn(parameters, name)) throw badRequest(`The query parameter ${name} was not given a value`);
    return parameters[name];
  },
});

export const ITEM: Expression = { path: [], readsItem: true, evaluate: ({ item }) => item };

const composed = (parts: readonly Expression[], evaluate: Expression['evaluate']): Expression => ({
  evaluate,
  readsItem: parts.some(({ readsItem }) => readsItem),
  hasAggregate: parts.some(({ hasAggregate }) => hasAggregate),
});

export const member = (of: Expression, key: Expression): Expression => ({
  ...composed([of, key], (env) => memberOf(of.evaluate(env), key.evaluate(env))),
  path: of.path && typeof key.value === 'string' ? [...of.path, key.value] : undefined,
});

export const array = (entries: readonly Expression[]): Expression =>
  composed(entries, (env) => entries.map(({ evaluate }) => evaluate(env)).filter((value) => value !== undefined));

export const objectOf = (members: readonly Named[], env: Env): JsonObject => {
  const made: JsonObject = {};
  for (const { name, evaluate } of members) {
    const value = evaluate(env);
    if (value !== undefined) made[name] = value;
  }
  return made;
};

export const object = (members: readonly Named[]): Expression => composed(members, (env) => objectOf(members, env));

/** The deciding value wins even over undefined, and the rest is not looked at. */
const logical = (deciding: boolean) => (left: Expression, right: Expression) =>
  composed([left, right], (env) => {
    const a = left.evaluate(env);
    if (a === deciding) return deciding;
    const b = right.evaluate(env);
    if (b === deciding) return deciding;
    return a === !deciding && b === !deciding ? !deciding : undefined;
  });

export const and = logical(false);
export const or = logical(true);

const checkCount = (name: string, count: number, least: number, most: number) => {
  const required = most === least ? least : `${least} to ${most}`;
  if (count < least || count > most) throw sqlError('SC2050', `The ${name} function requires ${required} argument(s).`);
};

/** A function, or an operator, which is one in disguise. @throws 400 */
export const call = (name: string, args: readonly Expression[]): Expression => {
  const found = FUNCTIONS[name];
  const place = 'If the service has it, add it in local/cosmos/query/functions.ts.';
  if (!found) throw sqlError('SC2005', `'${name}' is not a recognized built-in function name. ${place}`);
  const { least, most, apply } = found;
  checkCount(name, args.length, least, most);
  const [first, second] = args;
  // Most have one or two operands, and spreading them would cost more than the work.
  if (first && second && args.length === 2)
    return composed(args, (env) => apply(first.evaluate(env), second.evaluate(env)));
  return composed(args, (env) => apply(...args.map(({ evaluate }) => evaluate(env))));
};

/** @param written the arguments as they stand in the query. @throws 400 */
export const functionCall = (name: string, args: readonly Expression[], written: string): Expression => {
  const aggregate = AGGREGATES[name];
  if (!aggregate) return call(name, args);
  checkCount(name, args.length, 1, 1);
  const { planName, reduce, partial } = aggregate;
  return {
    hasAggregate: true,
    aggregate: { planName, partial: partial(written) },
    evaluate: ({ parameters, group = [] }) => {
      const values = group.map((item) => args[0]?.evaluate({ parameters, item }));
      return reduce(values.filter((value) => value !== undefined));
    },
  };
};
