import { z } from 'zod';
import { answer, ndjson, pageOf } from '../../shared/http/answers.ts';
import { type Endpoint, endpoint } from '../../shared/http/endpoint.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../shared/resources/list.ts';
import { listed } from '../../shared/resources/listed.ts';
import type { Resource } from '../../shared/resources/resource.ts';
import type { Services } from '../../shared/services.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { chargeResource, fuelEventResource } from './resource.ts';

interface OfVehicle {
  readonly vehicleId: string;
}

/** A list of what belongs to vehicles, the newest first. */
const listOf = <Stored extends OfVehicle, Schema extends z.ZodObject>(
  shownAs: Resource<Stored, Schema>,
  usual: readonly string[],
  summary: string,
): Endpoint =>
  endpoint({
    summary,
    description: 'The newest first. Whoever is limited to groups gets pages with gaps: those of vehicles they may see.',
    scope: shownAs.scope,
    query: listQueryOf(shownAs).extend({
      sort: z.enum(['-at', 'at']).default('-at').describe('With a minus the other way round.'),
    }),
    answer: [answer(pageOf(shownAs.schema)), ndjson(shownAs.schema)],
    async run({ query: asked, caller, request }, services) {
      const query = await queryOf({ ...shownAs, ungrouped: false }, asked, caller, services.lookups);
      const where = { status: usual, ...query.where };
      const view = services.views.in(caller.tenantId, shownAs.projection.name);
      return listed(request, asked, async (paging) => {
        const { items, ...rest } = await view.query<Versioned<Stored>>({ ...query, where, ...paging });
        return { items: (await seenBy(services, caller, items)).map(shownAs.shown), ...rest };
      });
    },
  });

export const listFuelEvents = listOf(
  fuelEventResource,
  ['recorded', 'confirmed'],
  'List when tanks were filled, or emptied other than by driving',
);

export const listCharges = listOf(chargeResource, ['recorded'], 'List when batteries were charged');

/** Something that is of a vehicle which the caller may see. @throws FleetError `not-found` */
const finding =
  <Stored extends OfVehicle, Schema extends z.ZodObject<{ vehicleId: z.ZodString }>>(
    resource: Resource<Stored, Schema>,
  ) =>
  async (
    services: Pick<Services, 'views' | 'streams'>,
    caller: Pick<Caller, 'tenantId' | 'groups'>,
    id: string,
    atLeast?: number,
  ) => {
    const found = await resource.find(services, { tenantId: caller.tenantId }, id, atLeast);
    if (caller.groups)
      await vehicleResource.find(services, caller, found.vehicleId).catch((error: unknown) => {
        throw isKind(error, 'not-found') ? resource.notFound() : error;
      });
    return found;
  };

export const findFuelEvent = finding(fuelEventResource);
export const findCharge = finding(chargeResource);
