import { apiClient, apiClientStream } from '../../../functions/access/api-client.ts';
import { authenticate } from '../../../functions/access/authenticate.ts';
import { tenant, tenantStream } from '../../../functions/access/tenant.ts';
import { groupTree, treeStream } from '../../../functions/groups/tree.ts';
import { projections } from '../../../functions/index.ts';
import { countFleet } from '../../../functions/vehicles/count-fleet.ts';
import { vehicleStream } from '../../../functions/vehicles/vehicle.ts';
import { composeServices } from '../../../shared/compose.ts';
import { readConfig } from '../../../shared/config.ts';
import type { Recorded } from '../../../shared/eventstore/event-store.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { hashOf, newKey } from '../../../shared/identity/keys.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { portions } from '../../../shared/kernel/portions.ts';
import type { Services } from '../../../shared/services.ts';
import { historyOf } from './history.ts';

/** A company as the load knows it. */
export interface Fleet {
  readonly tenantId: string;
  readonly apiKey: string;
  readonly groups: readonly string[];
  readonly vehicles: readonly string[];
}

export interface Seeded {
  readonly fleets: readonly Fleet[];
  readonly events: number;
  readonly seconds: number;
}

/** As many at once as the store's processor is worth. */
const AT_ONCE = 32;
const GROUPS = 10;

const found = async ({ streams }: Services, tenantId: string) => {
  const now = new Date().toISOString();
  const run = { at: now, actor: 'system:bench', correlationId: 'bench' };
  await execute(tenant)(streams, tenantStream(tenantId), { type: 'Found', data: { name: tenantId, now } }, run);
  const groups = Array.from({ length: GROUPS }, (_, index) => `grp_${tenantId}_${index}`);
  for (const groupId of groups) {
    const data = { groupId, name: groupId, parentId: groups[0] === groupId ? null : (groups[0] ?? null), now };
    await execute(groupTree)(streams, treeStream(tenantId), { type: 'Add', data }, run);
  }
  const apiKey = newKey('wf');
  const issue = { type: 'Issue', data: { clientId: 'bench', name: 'Load', keyHash: hashOf(apiKey), now } } as const;
  await execute(apiClient)(streams, apiClientStream(tenantId, 'bench'), issue, run);
  return { apiKey, groups };
};

/** Appends the whole life of some vehicles; the views follow as they do for a request. Answers what was stored. */
const append = async (
  { streams }: Services,
  { tenantId, groups }: Pick<Fleet, 'tenantId' | 'groups'>,
  vehicles: readonly string[],
  first: number,
  events: number,
): Promise<Recorded[]> => {
  const stored = vehicles.map(async (vehicleId, position) => {
    const index = first + position;
    const history = historyOf(index, vehicleId, groups[index % groups.length] ?? '', events);
    const cause = { at: new Date().toISOString(), actor: 'system:bench', correlationId: 'bench' };
    return streams.append(vehicleStream(tenantId, vehicleId), 0, history, cause);
  });
  return (await Promise.all(stored)).flat();
};

const seedFleet = async (services: Services, tenantId: string, size: number, events: number): Promise<Fleet> => {
  const vehicles = Array.from({ length: size }, () => newId('veh'));
  const fleet: Fleet = { tenantId, vehicles, ...(await found(services, tenantId)) };
  const count = countFleet.handler(services, []);
  let first = 0;
  for (const some of portions(vehicles, AT_ONCE, () => 1)) {
    const recorded = await append(services, fleet, some, first, events);
    await count(recorded);
    first += some.length;
  }
  return fleet;
};

/** Companies with vehicles, the first of them large, through the ports of the app itself; every event is one that the app could have stored. */
export const seed = async (
  settings: Readonly<Record<string, string>>,
  { tenants, largest, others, events }: Readonly<Record<'tenants' | 'largest' | 'others' | 'events', number>>,
): Promise<Seeded> => {
  const services = await composeServices(readConfig(settings), { projections, authenticate });
  const startedAt = performance.now();
  const fleets: Fleet[] = [];
  for (let index = 0; index < tenants; index += 1)
    fleets.push(await seedFleet(services, `ten_${index}`, index === 0 ? largest : others, events));
  await services.close();
  const vehicles = fleets.reduce((sum, fleet) => sum + fleet.vehicles.length, 0);
  return { fleets, events: vehicles * events, seconds: (performance.now() - startedAt) / 1_000 };
};
