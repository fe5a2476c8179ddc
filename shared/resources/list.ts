import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { Conditions, Query, Range, Scalar } from '../documents/documents.ts';
import type { Lookups } from '../documents/lookups.ts';
import { answer, ndjson, pageOf } from '../http/answers.ts';
import { type Endpoint, endpoint, type Input } from '../http/endpoint.ts';
import { paging } from '../http/request.ts';
import { type Caller, maySee } from '../identity/caller.ts';
import { groupTreeOf, subtree } from '../identity/group-tree.ts';
import type { Versioned } from '../projections/projection.ts';
import type { Services } from '../services.ts';
import { BOUNDS, valuesOf } from './filters.ts';
import { listed } from './listed.ts';
import type { Resource } from './resource.ts';
import { fieldsOf } from './sparse.ts';

const MAX_PAGE = 500;
const USUAL_PAGE = 100;

type Asked = Readonly<Record<string, unknown>>;

/** What a list of a resource is made from. */
type Listed = Pick<Resource, 'filters' | 'ranges' | 'sorts' | 'search' | 'groupField' | 'ungrouped' | 'schema'>;

const rangesOf = ({ ranges = {} }: Listed) =>
  Object.entries(ranges).map(([name, range]) => {
    const { kind, field = name } = typeof range === 'string' ? { kind: range } : range;
    return { name, kind, field };
  });

/** The parameters that a list of the resource takes. */
export const listQueryOf = (resource: Listed) => {
  const { filters = {}, sorts, search, schema } = resource;
  const orders = Object.keys(sorts).flatMap((name) => [name, `-${name}`]);
  const shape: Record<string, z.ZodType> = {
    ...paging(MAX_PAGE, USUAL_PAGE),
    sort: z
      .enum(orders)
      .default(orders[0] ?? '')
      .describe('With a minus the other way round.'),
    fields: fieldsOf(schema),
  };
  if (search)
    shape.search = z
      .string()
      .trim()
      .min(1)
      .max(80)
      .optional()
      .describe(`Looks into ${search.join(', ')}.`);
  for (const [name, filter] of Object.entries(filters)) shape[name] = valuesOf(filter);
  for (const { name, kind } of rangesOf(resource)) {
    shape[`${name}From`] = BOUNDS[kind].optional().describe('From here on.');
    shape[`${name}To`] = BOUNDS[kind].optional().describe('Before this.');
  }
  return z.strictObject(shape);
};

const conditionsOf = async (resource: Listed, asked: Asked, caller: Caller, lookups: Lookups) => {
  const where: Record<string, readonly Scalar[]> = {};
  const has: Record<string, readonly Scalar[]> = {};
  for (const [name, { kind, field = name, subtree: isSubtree }] of Object.entries(resource.filters ?? {})) {
    const values = asked[name] as readonly Scalar[] | undefined;
    if (!values) continue;
    const meant = isSubtree ? [...subtree(await groupTreeOf(lookups, caller.tenantId), values.map(String))] : values;
    (kind === 'one' ? where : has)[field] = meant;
  }
  const { groupField } = resource;
  if (groupField && caller.groups) {
    const { groups } = caller;
    where[groupField] = where[groupField]?.filter((id) => groups.has(String(id))) ?? [...groups];
  }
  if (resource.ungrouped && !maySee(caller, undefined)) where.id = [];
  return { where, has };
};

const boundsOf = (resource: Listed, asked: Asked): Range[] =>
  rangesOf(resource).flatMap(({ name, field }) => {
    const [from, to] = [asked[`${name}From`], asked[`${name}To`]] as (Scalar | undefined)[];
    if (from === undefined && to === undefined) return [];
    return [{ field, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  });

/** What of the view a caller asks for and may see. */
export const queryOf = async (resource: Listed, asked: Asked, caller: Caller, lookups: Lookups): Promise<Query> => {
  const sort = String(asked.sort);
  const descending = sort.startsWith('-');
  const search = asked.search as string | undefined;
  return {
    ...(await conditionsOf(resource, asked, caller, lookups)),
    range: boundsOf(resource, asked),
    ...(search && { search: { fields: resource.search ?? [], text: search } }),
    orderBy: resource.sorts[descending ? sort.slice(1) : sort] ?? '',
    descending,
  };
};

export interface ListOptions<Params extends z.ZodType> {
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  /** What besides the parameters of the query decides what is in the list: what hangs on the vehicle of the path. */
  within?(input: Input<z.output<Params>, unknown, unknown>, services: Services): Promise<Conditions>;
  /** What the API shows besides what the view has: looked up once for the whole list. */
  also?(input: Input<z.output<Params>, unknown, unknown>, services: Services): Promise<(id: string) => object>;
  /** Parameters of its own, and what answers in their way; `undefined` when none of them is given. */
  readonly own?: {
    readonly parameters: z.ZodRawShape;
    answer(
      input: Input<z.output<Params>, Asked, unknown>,
      query: Query,
      services: Services,
    ): Promise<HttpResponseInit> | undefined;
  };
}

/** The list of a resource: filtered, sorted, searched, in pages; or the whole of it as a stream of lines. */
export const list = <Stored extends object, Schema extends z.ZodObject, Params extends z.ZodType = z.ZodUnknown>(
  shownAs: Resource<Stored, Schema>,
  { summary, description, params, within, also, own }: ListOptions<Params>,
): Endpoint => {
  const resource = shownAs as unknown as Resource;
  return endpoint({
    summary,
    ...(description && { description }),
    scope: resource.scope,
    ...(params && { params }),
    query: listQueryOf(resource).extend(own?.parameters ?? {}),
    answer: [answer(pageOf(resource.schema)), ndjson(resource.schema)],
    async run(input, services) {
      const asked = input.query as Asked;
      const more = await also?.(input as never, services);
      const shown = (stored: object) => {
        const known = resource.shown(stored as Versioned<object>);
        return more ? { ...known, ...more(known.id) } : known;
      };
      const query = await queryOf(resource, asked, input.caller, services.lookups);
      const where = { ...query.where, ...(await within?.(input as never, services)) };
      const otherwise = own?.answer(input as never, { ...query, where }, services);
      if (otherwise) return otherwise;
      const view = services.views.in(input.caller.tenantId, resource.projection.name);
      return listed(input.request, asked, async (page) => {
        const { items, ...rest } = await view.query<object>({ ...query, where, ...page });
        return { items: items.map(shown), ...rest };
      });
    },
  });
};
