import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { Conditions } from '../../shared/documents/documents.ts';
import { answer, ndjson, pageOf } from '../../shared/http/answers.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../shared/resources/list.ts';
import { listed } from '../../shared/resources/listed.ts';
import type { Services } from '../../shared/services.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { Trip } from './contract.ts';
import { tripResource } from './resource.ts';
import { type StoredTrip, shown } from './trip-cards.ts';

type Stored = Versioned<StoredTrip>;

const ORDERS = Object.keys(tripResource.sorts).flatMap((name) => [`-${name}`, name]);

/** The parameters of a list of trips: the newest first unless told. */
export const tripsQuery = listQueryOf(tripResource).extend({
  sort: z.enum(ORDERS).default('-startedAt').describe('With a minus the other way round.'),
});

export const tripsAnswer = [answer(pageOf(Trip)), ndjson(Trip)];

type Asking = Pick<Input<unknown, Readonly<Record<string, unknown>>, unknown>, 'query' | 'caller' | 'request'>;

interface Listing {
  readonly where: Conditions;
  seen(services: Services, caller: Caller, trips: readonly Stored[]): Promise<readonly Stored[]>;
  shown(trip: Stored): Trip;
}

/** One page of trips, or all of them as lines. Those that were withdrawn come only when they are asked for. */
export const listedTrips = async (
  { query: asked, caller, request }: Asking,
  services: Services,
  listing: Listing,
): Promise<HttpResponseInit> => {
  const query = await queryOf({ ...tripResource, ungrouped: false }, asked, caller, services.lookups);
  const where = { status: 'recorded', ...query.where, ...listing.where };
  const view = services.views.in(caller.tenantId, tripResource.projection.name);
  return listed(request, asked, async (paging) => {
    const { items, ...rest } = await view.query<Stored>({ ...query, where, ...paging });
    return { items: (await listing.seen(services, caller, items)).map(listing.shown), ...rest };
  });
};

export const listTrips = endpoint({
  summary: 'List trips',
  description:
    'The newest first. Whoever is limited to groups gets pages with gaps: the trips of vehicles that they may see.',
  scope: 'trips:read',
  query: tripsQuery,
  answer: tripsAnswer,
  run: (input, services) => listedTrips(input, services, { where: {}, seen: seenBy, shown }),
});
