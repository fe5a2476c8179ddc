import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity, unlessKnown } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { rebuild, type Versioned } from '../../shared/projections/projection.ts';
import type { Services } from '../../shared/services.ts';
import { memberOf } from '../access/contract.ts';
import { driverOfMember } from '../drivers/use-cases.ts';
import { ClassifyBody, Trip } from './contract.ts';
import { listedTrips, tripsAnswer, tripsQuery } from './list-trips.ts';
import { tripResource } from './resource.ts';
import { type TripEvent, trip, tripStream } from './trip.ts';
import { type StoredTrip, tripCards } from './trip-cards.ts';

const handle = execute(trip);
const one = z.object({ tripId: z.string().max(255) });

/** Trips of its own, to whatever group their vehicle belongs, with everything that is known of them. */
const whole = (card: Versioned<StoredTrip>): Trip => card;

const driverOf = async (services: Services, { tenantId, actor }: Caller): Promise<string | undefined> => {
  const memberId = memberOf(actor);
  return memberId && driverOfMember(services, tenantId, memberId);
};

/** A trip that the caller drove, straight from its stream: the view may lag behind who drove it. @throws FleetError `not-found` */
const findMine = async (services: Services, caller: Caller, tripId: string): Promise<Trip> => {
  const { tenantId } = caller;
  const driverId = await driverOf(services, caller);
  const { events } = driverId ? await services.streams.read<TripEvent>(tripStream(tenantId, tripId)) : { events: [] };
  const card = rebuild(tripCards, events);
  if (!card || card.driverId !== driverId) throw tripResource.notFound();
  return whole(card);
};

export const listMyTrips = endpoint({
  summary: 'List the trips that you drove',
  description: 'The newest first, and everything of them: private ones with where they went, too.',
  scope: 'self:read',
  query: tripsQuery.omit({ driverId: true }),
  answer: tripsAnswer,
  async run({ query, caller, request }, services) {
    const driverId = await driverOf(services, caller);
    const where = { driverId: driverId === undefined ? [] : [driverId] };
    return listedTrips({ query, caller, request }, services, { where, seen: async (_, __, all) => all, shown: whole });
  },
});

export const getMyTrip = endpoint({
  summary: 'Show a trip that you drove',
  scope: 'self:read',
  params: one,
  answer: Trip,
  run: async ({ params, caller, request }, services) =>
    unlessKnown(request.headers.get('if-none-match'), await findMine(services, caller, params.tripId)),
});

export const classifyMyTrip = endpoint({
  summary: 'Say what a trip that you drove was for',
  description: 'When you say that it was private, nobody but you sees where it went and how it was driven.',
  scope: 'self:write',
  params: one,
  body: ClassifyBody,
  answer: Trip,
  async run(input, services) {
    const { caller, params, body, now } = input;
    await findMine(services, caller, params.tripId);
    const command = { type: 'Classify', data: { ...body, by: 'driver', now } } as const;
    await handle(services.streams, tripStream(caller.tenantId, params.tripId), command, causeOf(input));
    return entity(await findMine(services, caller, params.tripId));
  },
});
