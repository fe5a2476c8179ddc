import type { z } from 'zod';
import type { AnyEvent, Recorded, StreamRef } from '../eventstore/event-store.ts';
import type { Caller } from '../identity/caller.ts';
import { maySee, type Scope } from '../identity/caller.ts';
import { notFound, stale } from '../kernel/errors.ts';
import { type Projection, rebuild, streamsOf, type Versioned } from '../projections/projection.ts';
import type { Services } from '../services.ts';
import type { Filter, RangeKind, RangeOf } from './filters.ts';

/** What the API shows of an entity has at least these. */
export interface Shown {
  readonly id: string;
  readonly version: number;
}

/** One kind of entity that the API shows: from this its list, its single reads, its history and its feed are made. */
export interface ResourceSpec<Stored extends object, Schema extends z.ZodObject> {
  /** In paths, in the feed and in codes: `vehicles`. */
  readonly name: string;
  /** In texts: `vehicle`. */
  readonly noun: string;
  /** The path's parameter: `vehicleId`. */
  readonly param: string;
  readonly scope: Scope;
  readonly projection: Pick<Projection<Stored, never>, 'name' | 'streams' | 'apply' | 'joins'>;
  readonly schema: Schema;
  /** What the API shows of a stored document, which may hold more: keys to sort by, secrets' hashes. */
  shown(stored: Versioned<Stored>): z.output<Schema> & Shown;
  /**
   * What is left of something that was said of it before, an earlier state or the data of an event, when it must not all be told any more because of
   * what it is now. Everything unless told.
   */
  withheld?(now: z.output<Schema> & Shown, told: object): object;
  /** What tells two states of one version apart, when events of other streams join its own: how many did. */
  joined?(shown: z.output<Schema>): number;
  readonly filters?: Readonly<Record<string, Filter>>;
  /** `dueOn: 'date'` gives the parameters `dueOnFrom` and `dueOnTo`: inclusive and exclusive. */
  readonly ranges?: Readonly<Record<string, RangeKind | RangeOf>>;
  /** Names to sort by and the stored field of each, which every document must have; the first is the usual one. */
  readonly sorts: Readonly<Record<string, string>>;
  /** Stored fields that `search` looks into. */
  readonly search?: readonly string[];
  /** The stored field that says to which group it belongs: whoever is limited to groups sees nothing else. */
  readonly groupField?: string;
  /**
   * It hangs on something that belongs to a group, and does not say to which. Whoever is limited to groups sees none of it, unless an endpoint of
   * its own looks at what it hangs on.
   */
  readonly ungrouped?: boolean;
}

export interface Resource<Stored extends object = object, Schema extends z.ZodObject = z.ZodObject>
  extends ResourceSpec<Stored, Schema> {
  /** The stream of one entity. */
  streamOf(tenantId: string, id: string): StreamRef;
  /** All events of one entity: its own, and those of the streams that join it. Of each stream the oldest first. */
  eventsOf(
    services: Pick<Services, 'streams'>,
    tenantId: string,
    id: string,
  ): Promise<readonly (readonly Recorded[])[]>;
  /** The tag of a state, for `ETag`. */
  tagOf(shown: z.output<Schema> & Shown): string;
  /** Whether the caller may see what a stored document shows. */
  isFor(caller: Pick<Caller, 'groups'>, stored: object): boolean;
  /** What the API shows after these events, the oldest first; undefined when it shows nothing or not to this caller. */
  after(caller: Pick<Caller, 'groups'>, events: readonly Recorded[]): (z.output<Schema> & Shown) | undefined;
  /**
   * The entity now, at version `atLeast` or newer: from its view, or from its stream while the view lags behind.
   * @throws FleetError `not-found` when there is none, or not for this caller; `stale` when not even the stream has come to that version.
   */
  find(
    services: Pick<Services, 'views' | 'streams'>,
    caller: Pick<Caller, 'tenantId' | 'groups'>,
    id: string,
    atLeast?: number,
  ): Promise<z.output<Schema> & Shown>;
  readonly notFound: () => Error;
}

export const resource = <Stored extends object, Schema extends z.ZodObject>(
  spec: ResourceSpec<Stored, Schema>,
): Resource<Stored, Schema> => {
  const { name, noun, projection, groupField, ungrouped } = spec;
  const isFor = (caller: Pick<Caller, 'groups'>, stored: object): boolean =>
    groupField === undefined
      ? !ungrouped || maySee(caller, undefined)
      : maySee(caller, (stored as Record<string, string | undefined>)[groupField]);
  const missing = () => notFound(`${name}/not-found`, `There is no such ${noun}.`);
  const streamOf = (tenantId: string, id: string) => ({ tenantId, streamId: `${projection.streams}${id}` });
  const after: Resource<Stored, Schema>['after'] = (caller, events) => {
    const stored = rebuild(projection as Projection<Stored, unknown>, events);
    return stored && isFor(caller, stored) ? spec.shown(stored) : undefined;
  };

  const eventsOf: Resource<Stored, Schema>['eventsOf'] = ({ streams }, tenantId, id) =>
    Promise.all(
      streamsOf(projection as Projection, tenantId, id).map(
        async (stream) => (await streams.read<AnyEvent>(stream)).events,
      ),
    );

  return {
    ...spec,
    isFor,
    streamOf,
    after,
    eventsOf,
    tagOf(shown) {
      const joined = spec.joined?.(shown) ?? 0;
      return joined > 0 ? `"${shown.version}.${joined}"` : `"${shown.version}"`;
    },
    notFound: missing,
    async find(services, caller, id, atLeast = 1) {
      const stored = await services.views.in(caller.tenantId, projection.name).get<Versioned<Stored>>(id);
      if (stored && stored.doc.version >= atLeast) {
        if (!isFor(caller, stored.doc)) throw missing();
        return spec.shown(stored.doc);
      }
      // Its own stream first: of what never was, there is no need to read those that join.
      if ((await services.streams.read(streamOf(caller.tenantId, id))).version === 0) throw missing();
      const found = after(caller, (await eventsOf(services, caller.tenantId, id)).flat());
      if (!found) throw missing();
      if (found.version < atLeast)
        throw stale('resource/not-yet', `This ${noun} has not come to that version.`, {
          atLeast,
          current: found.version,
        });
      return found;
    },
  };
};
