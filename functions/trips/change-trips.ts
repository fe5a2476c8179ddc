import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { bulk } from '../../shared/http/bulk.ts';
import { type Asking, causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { invalid, isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { driverResource } from '../drivers/resource.ts';
import { AssignTripDriverBody, ClassifyBody, Trip } from './contract.ts';
import { findTrip } from './find-trip.ts';
import { tripResource } from './resource.ts';
import { type TripCommand, trip, tripStream } from './trip.ts';

const handle = execute(trip);
const one = z.object({ tripId: z.string().max(255) });

/** Runs a command on a trip of a vehicle that the caller may see, and answers it as it is then. */
const change = async (services: Services, asked: Asking, tripId: string, command: TripCommand): Promise<Trip> => {
  const { caller } = asked;
  // The stream does not know who may see it.
  if (caller.groups) await findTrip(services, caller, tripId);
  const { tenantId } = caller;
  const { version } = await handle(services.streams, tripStream(tenantId, tripId), command, causeOf(asked));
  return tripResource.find(services, { tenantId }, tripId, version);
};

const classify = (services: Services, asked: Asking, tripId: string, body: z.infer<typeof ClassifyBody>) =>
  change(services, asked, tripId, { type: 'Classify', data: { ...body, by: 'office', now: asked.now } });

const requireDriver = async (services: Services, asked: Asking, driverId: string) => {
  await driverResource.find(services, asked.caller, driverId).catch((error: unknown) => {
    if (!isKind(error, 'not-found')) throw error;
    throw invalid('trips/no-driver', 'The company has no such driver.', [
      { path: ['driverId'], message: 'Give the id of a driver.' },
    ]);
  });
};

const assign = async (services: Services, asked: Asking, tripId: string, driverId: string | null) => {
  if (driverId !== null) await requireDriver(services, asked, driverId);
  return change(services, asked, tripId, { type: 'AssignDriver', data: { driverId, now: asked.now } });
};

export const classifyTrip = endpoint({
  summary: 'Say what a trip was for',
  description: 'What its driver has said to be private, only they can say to be something else.',
  scope: 'trips:write',
  params: one,
  body: ClassifyBody,
  answer: Trip,
  run: async (input, services) => entity(await classify(services, input, input.params.tripId, input.body)),
});

export const assignTripDriver = endpoint({
  summary: 'Say who drove a trip',
  scope: 'trips:write',
  params: one,
  body: AssignTripDriverBody,
  answer: Trip,
  run: async (input, services) => entity(await assign(services, input, input.params.tripId, input.body.driverId)),
});

const which = {
  tripId: z.string().min(1).max(255),
  expected: z.int().min(1).exactOptional().describe('Only if the trip is at this version, as with `If-Match`.'),
};

const Command = z
  .discriminatedUnion('command', [
    ClassifyBody.extend({ ...which, command: z.literal('classify') }),
    AssignTripDriverBody.extend({ ...which, command: z.literal('assign-driver') }),
  ])
  .meta({ id: 'TripCommand', description: 'One command on one trip.' });

export const bulkTrips = bulk({
  summary: 'Change many trips at once',
  description: 'Each command is done on its own and has its own result; those of one trip are done in the order given.',
  scope: 'trips:write',
  noun: 'trip',
  schema: Trip,
  command: Command,
  idOf: ({ tripId }) => tripId,
  run({ tripId, expected, ...given }, { caller, now, correlationId, from, seed }, services) {
    const asked = { caller, now, correlationId, from, seed, expected };
    if (given.command === 'assign-driver') return assign(services, asked, tripId, given.driverId);
    const { command: _, ...label } = given;
    return classify(services, asked, tripId, label);
  },
});
