import { z } from 'zod';
import type { Recorded } from '../eventstore/event-store.ts';
import { HistoryEntry, pageOf } from '../http/answers.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { paging } from '../http/request.ts';
import { ok, unlessKnown } from '../http/respond.ts';
import type { Caller } from '../identity/caller.ts';
import { invalid } from '../kernel/errors.ts';
import type { Services } from '../services.ts';
import type { Resource } from './resource.ts';
import { fieldsOf, sparse } from './sparse.ts';

const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .optional()
  .describe('As it was at this instant.');

/** The events up to an instant: a prefix, not a filter. Clocks of two instances may differ, and a state with a hole in its past never was. */
const until = (events: readonly Recorded[], instant: string): readonly Recorded[] => {
  const end = events.findIndex(({ at }) => at > instant);
  return end < 0 ? events : events.slice(0, end);
};

const paramsOf = (param: string) => z.object({ [param]: z.string().max(255) });

interface Options {
  readonly summary: string;
  readonly description?: string;
  /** For what is `ungrouped`: throws `not-found` unless the caller, who is limited to groups, may see what it hangs on. */
  requireSeen?(services: Services, caller: Caller, id: string): Promise<unknown>;
}

/** As whom to look, once it is known that they may see what it hangs on. */
const lookingAs = async (
  { requireSeen }: Options,
  services: Services,
  caller: Caller,
  id: string,
): Promise<Pick<Caller, 'tenantId' | 'groups'>> => {
  if (!requireSeen) return caller;
  if (caller.groups) await requireSeen(services, caller, id);
  return { tenantId: caller.tenantId };
};

/** One entity: now, at a version at least, or as it was at an instant. */
export const get = <Stored extends object, Schema extends z.ZodObject>(
  resource: Resource<Stored, Schema>,
  options: Options,
): Endpoint =>
  endpoint({
    ...options,
    scope: resource.scope,
    params: paramsOf(resource.param),
    query: z.strictObject({
      asOf: Instant,
      atLeast: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .describe('Not older than this version: what a change has answered in `ETag`.'),
      fields: fieldsOf(resource.schema),
    }),
    answer: resource.schema,
    async run({ params, query: { asOf, atLeast, fields }, caller, request }, services) {
      const id = String(params[resource.param]);
      const who = await lookingAs(options, services, caller, id);
      if (!asOf) {
        const now = await resource.find(services, who, id, atLeast);
        return unlessKnown(request.headers.get('if-none-match'), sparse(fields, now), resource.tagOf(now));
      }
      const streams = await resource.eventsOf(services, caller.tenantId, id);
      const before = streams.flatMap((recorded) => until(recorded, asOf));
      // Who may not see it now does not see what it was.
      const now = resource.after(who, streams.flat());
      const then = now && resource.after({}, before);
      if (!then) throw resource.notFound();
      return ok(sparse(fields, resource.withheld?.(now, then) ?? then));
    },
  });

const afterVersion = (cursor: string | undefined): number => {
  const version = Number(cursor ?? 0);
  if (Number.isSafeInteger(version) && version >= 0) return version;
  throw invalid('paging/bad-cursor', 'This cursor is not one of ours.', [
    { path: ['cursor'], message: 'Pass a nextCursor exactly as it was received.' },
  ]);
};

/** Everything that was ever decided about an entity, the oldest first, straight from its stream. */
export const history = <Stored extends object, Schema extends z.ZodObject>(
  resource: Resource<Stored, Schema>,
  options: Options,
): Endpoint =>
  endpoint({
    ...options,
    scope: resource.scope,
    params: paramsOf(resource.param),
    query: z.strictObject(paging(1_000, 100)),
    answer: pageOf(HistoryEntry),
    async run({ params, query: { limit, cursor }, caller }, services) {
      const id = String(params[resource.param]);
      const { events } = await services.streams.read(resource.streamOf(caller.tenantId, id));
      const recorded = events as readonly Recorded[];
      const now = resource.after(await lookingAs(options, services, caller, id), recorded);
      if (!now) throw resource.notFound();
      const start = afterVersion(cursor);
      const items = recorded.slice(start, start + limit).map(({ version, event: { type, data }, at, actor }) => ({
        ...{ version, type, at, actor },
        data: resource.withheld?.(now, Object(data)) ?? data,
      }));
      const end = start + items.length;
      return ok({ items, ...(end < recorded.length && { nextCursor: String(end) }) });
    },
  });
