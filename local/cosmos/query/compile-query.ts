import { badRequest } from '../errors.ts';
import type { Value } from '../json.ts';
import { containsAggregate } from './aggregates.ts';
import { type Expression, type Query, resultNames, type Source } from './ast.ts';
import { checkGrouping } from './checks.ts';
import {
  type CompiledAggregate,
  compileExpression,
  compileObject,
  type Env,
  type Evaluate,
  type Scope,
} from './compile-expression.ts';
import { allRows } from './rows.ts';
import { sqlError } from './sql-error.ts';

/** A query as functions over an environment. */
export interface CompiledQuery {
  readonly distinct: boolean;
  readonly grouped: boolean;
  /** Calls `visit` for each row FROM and WHERE let through, until it answers false; answers false itself then. */
  readonly each: (env: Env, visit: () => boolean) => boolean;
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

/** Hands out slots; one counter serves a query and all its subqueries. */
interface Slots {
  next: number;
}

const leftmostName = (expression: Expression): string | undefined => {
  if (expression.kind === 'name') return expression.name;
  return expression.kind === 'member' ? leftmostName(expression.of) : undefined;
};

const scopeOf = (
  names: ReadonlyMap<string, number>,
  slots: Slots,
  root: boolean,
  aggregates?: CompiledAggregate[],
): Scope => ({
  slotOf: (name) => names.get(name),
  newSlot: () => slots.next++,
  aggregates,
  subquery: (query) => {
    const compiled = compile(query, names, slots, root);
    return (env, most) => allRows(compiled, env, (visit) => compiled.each(env, visit), most);
  },
});

/** A loop over the values of one source, each put into the source's slot. */
type Walk = (env: Env, visit: () => boolean) => boolean;

const walkOf = ({ elements, from }: Source, slot: number, scope: Scope): Walk => {
  const valuesOf = from.kind === 'subquery' ? scope.subquery(from.query) : undefined;
  const value = valuesOf ? undefined : compileExpression(from, scope);
  const candidates = (env: Env): readonly Value[] => {
    if (valuesOf) return valuesOf(env, Number.POSITIVE_INFINITY);
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

const compileSources = (query: Query, names: Map<string, number>, slots: Slots, root: boolean): Walk[] =>
  query.sources.map((source, index) => {
    // The first name in the FROM of an outermost query means the container, whatever it is called.
    const overContainer = root && index === 0;
    const visible = new Map(names);
    const container = leftmostName(source.from);
    if (overContainer && container !== undefined) visible.set(container, ROOT_SLOT);
    const slot = slots.next++;
    const walk = walkOf(source, slot, scopeOf(visible, slots, overContainer));
    if (source.alias !== undefined) {
      if (names.has(source.alias) && index > 0)
        throw badRequest(`The input alias '${source.alias}' is specified more than once.`);
      names.set(source.alias, slot);
    }
    return walk;
  });

const nested = (walks: readonly Walk[], where: Evaluate | undefined): CompiledQuery['each'] => {
  const innermost: Walk = where ? (env, visit) => where(env) !== true || visit() : (_, visit) => visit();
  return walks.reduceRight<Walk>((inner, walk) => (env, visit) => walk(env, () => inner(env, visit)), innermost);
};

const compileSelect = ({ select, sources }: Query, names: Map<string, number>, scope: Scope): Evaluate => {
  if (select.kind === 'value') return compileExpression(select.expression, scope);
  if (select.kind === 'list') {
    const labels = resultNames(select.items);
    return compileObject(
      select.items.map(({ expression }, index) => [labels[index] ?? '', compileExpression(expression, scope)]),
    );
  }
  const [only, ...others] = sources;
  const slot = only?.alias === undefined ? undefined : names.get(only.alias);
  if (slot === undefined || others.length > 0)
    throw sqlError('SC2040', "'SELECT *' is only valid with a single input set.");
  return (env) => env.slots[slot];
};

const compile = (query: Query, outer: ReadonlyMap<string, number>, slots: Slots, root: boolean): CompiledQuery => {
  const names = new Map(outer);
  const walks = compileSources(query, names, slots, root);
  const scope = scopeOf(names, slots, false);
  const selected = query.select.kind === 'all' ? [] : selectedExpressions(query);
  const grouped = query.groupBy.length > 0 || selected.some(containsAggregate);
  if (grouped) checkGrouping(query);
  const aggregates: CompiledAggregate[] = [];
  const outputScope = grouped ? scopeOf(names, slots, false, aggregates) : scope;
  const where = query.where && compileExpression(query.where, scope);
  const constant = (expression: Expression | undefined) =>
    expression && compileExpression(expression, scopeOf(new Map(), slots, false));
  return {
    distinct: query.distinct,
    grouped,
    each: nested(walks, where),
    select: compileSelect(query, names, outputScope),
    groupBy: query.groupBy.map((key) => compileExpression(key, scope)),
    aggregates,
    orderBy: query.orderBy.map(({ expression, descending }) => ({
      key: compileExpression(expression, outputScope),
      descending,
    })),
    top: constant(query.top),
    offset: constant(query.offset),
    limit: constant(query.limit),
  };
};

const selectedExpressions = ({ select }: Query): readonly Expression[] => {
  if (select.kind === 'value') return [select.expression];
  return select.kind === 'list' ? select.items.map(({ expression }) => expression) : [];
};

/** @throws 400 for names, functions and groupings that make no sense. */
export const compileQuery = (query: Query): CompiledQuery => compile(query, new Map(), { next: ROOT_SLOT + 1 }, true);
