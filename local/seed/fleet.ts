import { z } from 'zod';
import { type Answer, type ApiClient, apiClient, explain } from './api-client.ts';
import { openKeyRing, type SeededDevice } from './key-ring.ts';
import { persistently } from './persistence.ts';
import { type RosterEntry, rosterOf } from './roster.ts';

export interface SeedFleetOptions {
  /** Origin of the API. */
  readonly api: string;
  readonly tenant: { readonly id: string; readonly name: string; readonly apiKey: string };
  /** Names the series of plates, e.g. 'rhine'. */
  readonly region: string;
  /** How many vehicles the fleet has, the free 'Test vehicle' included. */
  readonly vehicles: number;
  /** Path of the JSON file that remembers device keys. */
  readonly state: string;
  /** Milliseconds to wait for an API that is not there yet; two minutes when left out. */
  readonly patience?: number;
}

const Vehicles = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  nextCursor: z.string().optional(),
});
const Vehicle = z.object({ id: z.string() });
const Devices = z.object({ items: z.array(z.object({ id: z.string() })) });
const DeviceWithKey = z.object({ id: z.string(), key: z.string() });

/**
 * Gives a tenant its vehicles, each with a device, through the public API. Safe to run at every start: vehicles are found
 * by name (or by what was remembered, so that renaming one does no harm), keys are kept, and a key is rotated only when
 * nobody remembers it. Devices come back in the order of the roster, the free one first. Throws when the API refuses a request or stays away longer than `patience`.
 */
export const seedFleet = async (options: SeedFleetOptions): Promise<{ devices: SeededDevice[] }> => {
  const { api, tenant, region, vehicles, state, patience = 120_000 } = options;
  const client = apiClient({ api, apiKey: tenant.apiKey });
  const ring = await openKeyRing(state);
  const roster = rosterOf(region, vehicles);

  // A lost answer to a POST leaves us not knowing, so every retry starts by looking at what is there.
  return persistently(
    async () => {
      const known = await activeVehicles(client);
      const devices: SeededDevice[] = [];
      for (const entry of roster) {
        const remembered = ring.of(tenant.id, entry.name);
        if (remembered && known.has(remembered.vehicleId)) {
          devices.push(remembered);
          continue;
        }
        const vehicleId = vehicleNamed(known, entry.name) ?? (await register(client, entry));
        const device = { vehicleId, ...(await deviceOf(client, vehicleId)) };
        await ring.remember(tenant.id, entry.name, device);
        devices.push(device);
      }
      return { devices };
    },
    { patience },
  );
};

/** Name by id. */
const activeVehicles = async (client: ApiClient): Promise<Map<string, string>> => {
  const names = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ status: 'active', limit: '500', ...(cursor === undefined ? {} : { cursor }) });
    const page = Vehicles.parse(expect(await client.call('GET', `/vehicles?${query}`), 200, 'list the vehicles'));
    for (const { id, name, status } of page.items) if (status === 'active') names.set(id, name);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return names;
};

const vehicleNamed = (known: ReadonlyMap<string, string>, name: string): string | undefined =>
  [...known].find(([, candidate]) => candidate === name)?.[0];

const register = async (client: ApiClient, entry: RosterEntry): Promise<string> =>
  Vehicle.parse(expect(await client.call('POST', '/vehicles', entry), 201, `register '${entry.name}'`)).id;

const deviceOf = async (client: ApiClient, vehicleId: string) => {
  const query = new URLSearchParams({ vehicleId });
  const [existing] = Devices.parse(
    expect(await client.call('GET', `/devices?${query}`), 200, 'list the devices'),
  ).items;
  const answer = existing
    ? expect(await client.call('POST', `/devices/${existing.id}/rotate-key`), 200, `rotate the key of ${existing.id}`)
    : expect(await client.call('POST', '/devices', { vehicleId, name: 'Tracker' }), 201, 'register a device');
  const { id: deviceId, key } = DeviceWithKey.parse(answer);
  return { deviceId, key };
};

const expect = (answer: Answer, status: number, attempt: string): unknown => {
  if (answer.status === status) return answer.body;
  throw new Error(`Could not ${attempt}: ${explain(answer)}`);
};
