import { badRequest, notSimulated, sqlError } from '../errors.ts';
import type { JsonObject, Value } from '../json.ts';
import { type Accumulator, aggregateOf, containsAggregate } from './aggregates.ts';
import type { Call, Expression, Query, Source } from './ast.ts';
import type { BuiltIn } from './built-in.ts';
import { checkGrouping } from './checks.ts';
import { CLOCK_FUNCTIONS } from './dates.ts';
import { FUNCTIONS } from './functions.ts';
import { memberOf, OPERATORS } from './operators.ts';
import { allRows } from './rows.ts';

/** What a query is evaluated against: parameters, the time, and one slot per name in scope. */
export interface Env {
  readonly parameters: Readonly<Record<string, Value>>;
  readonly now: number;
  readonly slots: Value[];
}

export type Evaluate = (env: Env) => Value;

/** Fed per row; its result is put into `slot` before the row is selected. */
export interface CompiledAggregate {
  readonly create: () => Accumulator;
  readonly argument: Evaluate;
  readonly slot: number;
}

/** Calls `visit` for each row until it answers false, and answers false itself then. */
type Walk = (env: Env, visit: () => boolean) => boolean;

/** A query as functions over an environment. */
export interface CompiledQuery {
  readonly distinct: boolean;
  readonly grouped: boolean;
  /** The rows FROM and WHERE let through. */
  readonly each: Walk;
  readonly select: Evaluate;
  readonly groupBy: readonly Evaluate[];
  readonly aggregates: readonly CompiledAggregate[];
  readonly orderBy: ReadonlyArray<{ readonly key: Evaluate; readonly descending: boolean }>;
  readonly top: Evaluate | undefined;
  readonly offset: Evaluate | undefined;
  readonly limit: Evaluate | undefined;
}

/** Slot of the item a query over a container is looking at. */
export const ROOT_SLOT = 0;

/** The names an expression can see; one counter of slots serves a query and all its subqueries. */
interface Scope {
  readonly names: ReadonlyMap<string, number>;
  readonly slots: { next: number };
  /** Where aggregates may be written: the list they are added to. */
  readonly aggregates?: CompiledAggregate[] | undefined;
}

type Combine = (...operands: Evaluate[]) => Evaluate;

/** `AND` and `OR`: the deciding value wins even over undefined. */
const logical =
  (deciding: boolean): Combine =>
  (left, right) =>
  (env) => {
    const a = left?.(env);
    if (a === deciding) return deciding;
    const b = right?.(env);
    if (b === deciding) return deciding;
    return a === !deciding && b === !deciding ? !deciding : undefined;
  };

/** The operators that need not look at all their operands. */
const LAZY: Readonly<Record<string, Combine>> = {
  AND: logical(false),
  OR: logical(true),
  // Only a missing value is replaced; null stays.
  '??': (left, right) => (env) => {
    const value = left?.(env);
    return value === undefined ? right?.(env) : value;
  },
  '?:': (test, yes, no) => (env) => (test?.(env) === true ? yes?.(env) : no?.(env)),
};

const arity = ({ least, most }: BuiltIn) =>
  most === least ? `${least}` : Number.isFinite(most) ? `${least} to ${most}` : `at least ${least}`;

const builtInOf = ({ name, args }: Call): BuiltIn => {
  const found = OPERATORS[name] ?? (Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined);
  if (!found) {
    const hint = 'If the service has it, add it in local/cosmos/query/functions.ts.';
    throw sqlError('SC2005', `'${name}' is not a recognized built-in function name. ${hint}`);
  }
  if (args.length < found.least || args.length > found.most)
    throw sqlError('SC2050', `The ${name} function requires ${arity(found)} argument(s).`);
  return found;
};

const compileCall = (call: Call, scope: Scope): Evaluate => {
  const { name, args } = call;
  const clock = Object.hasOwn(CLOCK_FUNCTIONS, name) ? CLOCK_FUNCTIONS[name] : undefined;
  if (clock) return ({ now }) => clock(now);
  const operands = args.map((arg) => compileExpression(arg, scope));
  if (Object.hasOwn(LAZY, name)) return LAZY[name]?.(...operands);
  const { apply } = builtInOf(call);
  const [first, second, third] = operands;
  const key = args[1];
  if (name === '.' && first && key?.kind === 'literal') return (env) => memberOf(first(env), key.value);
  if (!first) return () => apply();
  if (!second) return (env) => apply(first(env));
  if (!third) return (env) => apply(first(env), second(env));
  return (env) => apply(...operands.map((operand) => operand(env)));
};

const compileAggregate = ({ name, args }: Call, create: () => Accumulator, scope: Scope): Evaluate => {
  const { aggregates, ...plain } = scope;
  const [argument] = args;
  if (!aggregates) throw sqlError('SC2102', `The aggregate ${name} is not allowed here.`);
  if (!argument || args.length > 1) throw sqlError('SC2050', `The ${name} function requires 1 argument(s).`);
  const slot = scope.slots.next++;
  aggregates.push({ create, argument: compileExpression(argument, plain), slot });
  return (env) => env.slots[slot];
};

const rowsOf = (query: Query, { names, slots }: Scope, root = false) => {
  const compiled = compile(query, names, slots, root);
  return (env: Env, most: number) => allRows(compiled, env, (visit) => compiled.each(env, visit), most);
};

const compileSubquery = ({ as, query }: Extract<Expression, { kind: 'subquery' }>, scope: Scope): Evaluate => {
  const rows = rowsOf(query, scope);
  if (as === 'value') return (env) => rows(env, 1)[0];
  if (as === 'exists') return (env) => rows(env, 1).length > 0;
  return (env) => rows(env, Number.POSITIVE_INFINITY).filter((value) => value !== undefined);
};

const compileObject = (members: ReadonlyArray<readonly [string, Expression]>, scope: Scope): Evaluate => {
  const evaluates = members.map(([name, value]) => [name, compileExpression(value, scope)] as const);
  return (env) => {
    const object: JsonObject = {};
    for (const [name, evaluate] of evaluates) {
      const value = evaluate(env);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
};

const compileExpression = (expression: Expression, scope: Scope): Evaluate => {
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
    case 'name': {
      const slot = scope.names.get(expression.name);
      if (slot === undefined) throw sqlError('SC2001', `Identifier '${expression.name}' could not be resolved.`);
      return (env) => env.slots[slot];
    }
    case 'object':
      return compileObject(expression.members, scope);
    case 'subquery':
      return compileSubquery(expression, scope);
    case 'call': {
      const aggregate = aggregateOf(expression);
      return aggregate ? compileAggregate(expression, aggregate.create, scope) : compileCall(expression, scope);
    }
  }
};

const leftmostName = (expression: Expression): string | undefined => {
  if (expression.kind === 'name') return expression.name;
  return expression.kind === 'call' && expression.args[0] ? leftmostName(expression.args[0]) : undefined;
};

/** A loop over the values of one source, each put into the source's slot. */
const walkOf = ({ elements, from }: Source, slot: number, scope: Scope, root: boolean): Walk => {
  const rows = from.kind === 'subquery' ? rowsOf(from.query, scope, root) : undefined;
  const value = rows ? undefined : compileExpression(from, scope);
  const candidates = (env: Env): readonly Value[] => {
    if (rows) return rows(env, Number.POSITIVE_INFINITY);
    const found = value?.(env);
    if (elements) return Array.isArray(found) ? found : [];
    return found === undefined ? [] : [found];
  };
  return (env, visit) => {
    for (const candidate of candidates(env)) {
      env.slots[slot] = candidate;
      if (!visit()) return false;
    }
    return true;
  };
};

const compileSources = (sources: readonly Source[], names: Map<string, number>, slots: Scope['slots'], root: boolean) =>
  sources.map((source, index) => {
    // The first name in the FROM of an outermost query means the container, whatever it is called.
    const overContainer = root && index === 0;
    const visible = new Map(names);
    const container = leftmostName(source.from);
    if (overContainer && container !== undefined) visible.set(container, ROOT_SLOT);
    const slot = slots.next++;
    const walk = walkOf(source, slot, { names: visible, slots }, overContainer);
    const { alias } = source;
    if (alias !== undefined && names.has(alias) && index > 0)
      throw badRequest(`The input alias '${alias}' is specified more than once.`);
    if (alias !== undefined) names.set(alias, slot);
    return walk;
  });

const compileSelect = ({ select, from }: Query, scope: Scope): Evaluate => {
  const { kind, items } = select;
  const [first] = items;
  if (kind === 'value' && first) return compileExpression(first.parsed, scope);
  if (kind === 'list')
    return compileObject(
      items.map(({ name, parsed }) => [name, parsed]),
      scope,
    );
  const [only, ...others] = from?.parsed ?? [];
  const slot = only?.alias === undefined ? undefined : scope.names.get(only.alias);
  if (slot === undefined || others.length > 0)
    throw sqlError('SC2040', "'SELECT *' is only valid with a single input set.");
  return (env) => env.slots[slot];
};

const compile = (query: Query, outer: Scope['names'], slots: Scope['slots'], root: boolean): CompiledQuery => {
  const names = new Map(outer);
  const walks = compileSources(query.from?.parsed ?? [], names, slots, root);
  const scope: Scope = { names, slots };
  const where = query.where && compileExpression(query.where.parsed, scope);
  const innermost: Walk = where ? (env, visit) => where(env) !== true || visit() : (_, visit) => visit();
  const grouped = query.groupBy !== undefined || query.select.items.some(({ parsed }) => containsAggregate(parsed));
  if (grouped) checkGrouping(query);
  const aggregates: CompiledAggregate[] = [];
  const constant = (expression: Expression | undefined) =>
    expression && compileExpression(expression, { names: new Map(), slots });
  return {
    distinct: query.distinct,
    grouped,
    each: walks.reduceRight<Walk>((inner, walk) => (env, visit) => walk(env, () => inner(env, visit)), innermost),
    select: compileSelect(query, grouped ? { ...scope, aggregates } : scope),
    groupBy: query.groupBy?.parsed.map(({ parsed }) => compileExpression(parsed, scope)) ?? [],
    aggregates,
    orderBy:
      query.orderBy?.parsed.map(({ parsed, descending }) => ({ key: compileExpression(parsed, scope), descending })) ??
      [],
    top: constant(query.top),
    offset: constant(query.offset),
    limit: constant(query.limit),
  };
};

/** @throws 400 for names, functions and groupings that make no sense, 501 for functions that are not simulated. */
export const compileQuery = (query: Query): CompiledQuery => compile(query, new Map(), { next: ROOT_SLOT + 1 }, true);
