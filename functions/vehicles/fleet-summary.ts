import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { maySee } from '../../shared/identity/caller.ts';
import { VEHICLE_STATUSES } from './contract.ts';
import { fleetCountsOf } from './count-fleet.ts';
import { VEHICLE_KINDS } from './details/contract.ts';
import { summaryOf } from './fleet-counts.ts';

const Count = z.int().min(1);

const FleetSummary = z
  .strictObject({
    vehicles: z.int().describe('All of them, whatever their status.'),
    byStatus: z.partialRecord(z.enum(VEHICLE_STATUSES), Count),
    byKind: z.partialRecord(z.enum(VEHICLE_KINDS), Count),
    byGroup: z
      .array(z.strictObject({ groupId: z.string().nullable(), vehicles: Count }))
      .describe('Without those below it. `null` is the company itself. The largest first.'),
  })
  .meta({ id: 'FleetSummary', description: 'How many vehicles there are. What there is none of is not named.' });

export const fleetSummary = endpoint({
  summary: 'Count the fleet by status, kind and group',
  description: 'Follows what happens within seconds. Whoever is limited to groups gets the numbers of these.',
  scope: 'vehicles:read',
  query: z.strictObject({}),
  answer: FleetSummary,
  async run({ caller }, services) {
    const counts = await fleetCountsOf(services, caller.tenantId);
    return ok(summaryOf(counts, (groupId) => maySee(caller, groupId)));
  },
});
