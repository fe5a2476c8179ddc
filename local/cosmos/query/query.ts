import { badRequest, sqlError } from '../errors.ts';
import type { Value } from '../json.ts';
import {
  type CompiledAggregate,
  compileIn,
  type Env,
  type Evaluate,
  type Expression,
  object,
  type Scope,
} from './expression.ts';
import { allRows } from './rows.ts';

/** `FROM alias IN from` walks the elements of an array, `FROM from AS alias` takes the value itself. */
export interface Source {
  readonly from: Expression | { readonly subquery: Query };
  /** The first name in it, which in an outermost query means the container. */
  readonly root: string | undefined;
  readonly alias: string | undefined;
  readonly elements: boolean;
}

export interface Query {
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly kind: 'all' | 'value' | 'list';
  /** None for `*`, one for `VALUE`. */
  readonly selected: ReadonlyArray<readonly [name: string, Expression]>;
  readonly sources: readonly Source[];
  /** What is selected, and the clause FROM, as they were written. */
  readonly select: string;
  readonly from: string;
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly orderBy: ReadonlyArray<{ readonly expression: Expression; readonly descending: boolean }>;
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
}

/** Calls `visit` for each row until it answers false, and answers false itself then. */
export type Walk = (env: Env, visit: () => boolean) => boolean;

/** A query as functions over an environment. */
export interface CompiledQuery {
  readonly query: Query;
  readonly grouped: boolean;
  /** Has to see every row before it can give the first. */
  readonly blocking: boolean;
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

const rowsOf = (query: Query, { names, slots }: Scope, isRoot = false) => {
  const compiled = compile(query, { names, slots }, isRoot);
  return (env: Env, most = Number.POSITIVE_INFINITY) =>
    allRows(compiled, env, (visit) => compiled.each(env, visit), most);
};

/** `(SELECT ...)`, `EXISTS(SELECT ...)` and `ARRAY(SELECT ...)`, by the word in front. */
export const subquery = (as: '' | 'EXISTS' | 'ARRAY', query: Query, text: string): Expression => ({
  sql: `${as}${text}`,
  compile: (scope) => {
    const rows = rowsOf(query, scope);
    if (as === 'ARRAY') return (env) => rows(env);
    return as === 'EXISTS' ? (env) => rows(env, 1).length > 0 : (env) => rows(env, 1)[0];
  },
});

/** A loop over the values of one source, each put into the source's slot. */
const walkOf = ({ elements, from }: Source, slot: number, scope: Scope, isRoot: boolean): Walk => {
  const rows = 'subquery' in from ? rowsOf(from.subquery, scope, isRoot) : undefined;
  const value: Evaluate = 'subquery' in from ? () => undefined : from.compile(scope);
  const candidates = (env: Env): readonly Value[] => {
    if (rows) return rows(env);
    const found = value(env);
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

/** Compiles the sources one after the other; each sees the names of those before it. */
const compileSources = (
  sources: readonly Source[],
  names: Map<string, number>,
  slots: Scope['slots'],
  isRoot: boolean,
) =>
  sources.map((source, index) => {
    const overContainer = isRoot && index === 0;
    const { root, alias } = source;
    const visible = new Map(names);
    if (overContainer && root !== undefined) visible.set(root, ROOT_SLOT);
    const slot = slots.next++;
    const walk = walkOf(source, slot, { names: visible, slots }, overContainer);
    if (alias !== undefined && names.has(alias) && index > 0)
      throw badRequest(`The input alias '${alias}' is specified more than once.`);
    if (alias !== undefined) names.set(alias, slot);
    return walk;
  });

const compileSelect = ({ kind, selected, sources }: Query, scope: Scope): Evaluate => {
  if (kind === 'list') return object(selected).compile(scope);
  const [first] = selected;
  if (first) return compileIn(scope, first[1]);
  const [only, ...others] = sources;
  const slot = scope.names.get(only?.alias ?? '');
  if (scope.grouped) throw sqlError('SC2041', "'SELECT *' is not allowed with GROUP BY.");
  if (slot === undefined || others.length > 0)
    throw sqlError('SC2040', "'SELECT *' is only valid with a single input set.");
  return ({ slots }) => slots[slot];
};

const compile = (query: Query, outer: Scope, isRoot: boolean): CompiledQuery => {
  const { slots } = outer;
  const { distinct, selected, sources, groupBy, orderBy, offset } = query;
  const names = new Map(outer.names);
  const walks = compileSources(sources, names, slots, isRoot);
  const scope: Scope = { names, slots };
  const where = query.where?.compile(scope);
  const innermost: Walk = where ? (env, visit) => where(env) !== true || visit() : (_, visit) => visit();
  const grouped = groupBy.length > 0 || selected.some(([, { hasAggregate }]) => hasAggregate);
  if (grouped && orderBy.length > 0)
    throw badRequest("'ORDER BY' is not supported together with aggregates or 'GROUP BY'.");
  const aggregates: CompiledAggregate[] = [];
  const groups = { keys: new Set(groupBy.map(({ sql }) => sql)), aggregates };
  const constant = (count: Expression | undefined) => count?.compile({ names: new Map(), slots });
  return {
    query,
    grouped,
    blocking: grouped || distinct || offset !== undefined,
    each: walks.reduceRight<Walk>((inner, walk) => (env, visit) => walk(env, () => inner(env, visit)), innermost),
    select: compileSelect(query, grouped ? { ...scope, grouped: groups } : scope),
    groupBy: groupBy.map((key) => key.compile(scope)),
    aggregates,
    orderBy: orderBy.map(({ expression, descending }) => ({ key: expression.compile(scope), descending })),
    top: constant(query.top),
    offset: constant(offset),
    limit: constant(query.limit),
  };
};

/** @throws 400 for names, functions and groupings that make no sense. */
export const compileQuery = (query: Query): CompiledQuery =>
  compile(query, { names: new Map(), slots: { next: ROOT_SLOT + 1 } }, true);
