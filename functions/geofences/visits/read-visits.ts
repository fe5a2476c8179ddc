import { z } from 'zod';
import { answer, ndjson, pageOf } from '../../../shared/http/answers.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import type { Caller } from '../../../shared/identity/caller.ts';
import { isKind } from '../../../shared/kernel/errors.ts';
import type { Versioned } from '../../../shared/projections/projection.ts';
import { listQueryOf, queryOf } from '../../../shared/resources/list.ts';
import { listed } from '../../../shared/resources/listed.ts';
import type { Services } from '../../../shared/services.ts';
import { vehicleResource } from '../../vehicles/resource.ts';
import { seenBy } from '../../vehicles/use-cases.ts';
import { GeofenceVisit } from './contract.ts';
import { visitResource } from './resource.ts';
import { type StoredVisit, shown } from './visit-cards.ts';

export const listVisits = endpoint({
  summary: 'List who was in geofences, went through them, or was away from them',
  description:
    'The newest first. Those that are `open` last still. Whoever is limited to groups gets pages with gaps: what is about vehicles that they may see.',
  scope: 'geofences:read',
  query: listQueryOf(visitResource).extend({
    sort: z.enum(['-enteredAt', 'enteredAt']).default('-enteredAt').describe('With a minus the other way round.'),
  }),
  answer: [answer(pageOf(GeofenceVisit)), ndjson(GeofenceVisit)],
  async run({ query: asked, caller, request }, services) {
    const query = await queryOf({ ...visitResource, ungrouped: false }, asked, caller, services.lookups);
    const where = { status: ['open', 'over'], ...query.where };
    const view = services.views.in(caller.tenantId, visitResource.projection.name);
    return listed(request, asked, async (paging) => {
      const { items, ...rest } = await view.query<Versioned<StoredVisit>>({ ...query, where, ...paging });
      return { items: (await seenBy(services, caller, items)).map(shown), ...rest };
    });
  },
});

/** @throws FleetError `not-found` unless it is of a vehicle that the caller may see */
export const requireVisit = async (
  services: Pick<Services, 'views' | 'streams'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  visitId: string,
): Promise<void> => {
  const { vehicleId } = await visitResource.find(services, { tenantId: caller.tenantId }, visitId);
  await vehicleResource.find(services, caller, vehicleId).catch((error: unknown) => {
    throw isKind(error, 'not-found') ? visitResource.notFound() : error;
  });
};
