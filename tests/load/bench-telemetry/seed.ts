import { CosmosClient } from '@azure/cosmos';
import { apiClient, apiClientStream } from '../../../functions/access/api-client.ts';
import { authenticate } from '../../../functions/access/authenticate.ts';
import { tenant, tenantStream } from '../../../functions/access/tenant.ts';
import { VEHICLES_PER_SHARD, vehicleShardAddress } from '../../../functions/devices/contract.ts';
import { type DeviceEvent, deviceStream } from '../../../functions/devices/device.ts';
import { deviceCards } from '../../../functions/devices/device-cards.ts';
import { projections } from '../../../functions/index.ts';
import { type VehicleEvent, vehicleStream } from '../../../functions/vehicles/vehicle.ts';
import { vehicleCards } from '../../../functions/vehicles/vehicle-cards.ts';
import { composeServices } from '../../../shared/compose.ts';
import { readConfig } from '../../../shared/config.ts';
import { cosmosDocuments } from '../../../shared/documents/cosmos-documents.ts';
import type { Documents } from '../../../shared/documents/documents.ts';
import type { AnyEvent, Cause } from '../../../shared/eventstore/event-store.ts';
import { execute } from '../../../shared/eventstore/execute.ts';
import { hashOf, newKey } from '../../../shared/identity/keys.ts';
import { portions } from '../../../shared/kernel/portions.ts';
import { advance, type Lookup, type Projection } from '../../../shared/projections/projection.ts';
import type { Services } from '../../../shared/services.ts';

/** A company as the load knows it: vehicle number n has device number n. */
export interface Fleet {
  readonly tenantId: string;
  readonly apiKey: string;
  readonly size: number;
}

/** Numbers, because the load makes millions of fixes of them. */
export const vehicleIdOf = (vehicle: number): string => `veh_${String(vehicle).padStart(26, '0')}`;
export const deviceIdOf = (vehicle: number): string => `dev_${String(vehicle).padStart(26, '0')}`;
export const shardOf = (vehicle: number): number => Math.floor(vehicle / VEHICLES_PER_SHARD);

/** As many at once as the store's processor is worth. */
const AT_ONCE = 1_000;

const causeNow = (): Cause => ({ at: new Date().toISOString(), actor: 'system:bench', correlationId: 'bench' });

const found = async ({ streams }: Services, tenantId: string): Promise<string> => {
  const cause = causeNow();
  const now = cause.at;
  await execute(tenant)(streams, tenantStream(tenantId), { type: 'Found', data: { name: tenantId, now } }, cause);
  const apiKey = newKey('wf');
  const issue = { type: 'Issue', data: { clientId: 'bench', name: 'Load', keyHash: hashOf(apiKey), now } } as const;
  await execute(apiClient)(streams, apiClientStream(tenantId, 'bench'), issue, cause);
  return apiKey;
};

const vehicleEvent = (vehicle: number, now: string): VehicleEvent => ({
  type: 'VehicleRegistered',
  data: {
    ...{ vehicleId: vehicleIdOf(vehicle), name: `Vehicle ${vehicle}`, kind: 'van', tags: [], customFields: {} },
    registeredAt: now,
  },
});

const deviceEvent = (vehicle: number, now: string): DeviceEvent => ({
  type: 'DeviceRegistered',
  data: {
    ...{ deviceId: deviceIdOf(vehicle), vehicleId: vehicleIdOf(vehicle), shard: shardOf(vehicle) },
    // Nobody sends with the device's own key.
    keyHash: hashOf(deviceIdOf(vehicle)),
    registeredAt: now,
  },
});

interface Ports {
  readonly services: Services;
  readonly views: Documents;
  readonly directory: Documents;
}

/**
 * Streams of one event each, with the document and the entries in the directory that the app makes of them, in few requests: the app itself makes
 * them one by one, because nobody registers a hundred thousand devices at once.
 */
const begin = async <Doc extends object, Event extends AnyEvent>(
  { services, views, directory }: Ports,
  tenantId: string,
  projection: Projection<Doc, Event>,
  streams: readonly { readonly id: string; readonly streamId: string; readonly event: Event }[],
): Promise<void> => {
  const appends = streams.map(({ streamId, event }) => ({ streamId, expected: 0, event }));
  const recorded = await services.streams.appendEach(tenantId, appends, causeNow());
  const lookups: (Lookup & { readonly stream: string })[] = [];
  const puts = streams.map(({ id, streamId }, index) => {
    const one = recorded[index];
    const doc = one && advance(projection, undefined, one);
    if (!doc || doc === 'gap') throw new Error(`${streamId} is there already.`);
    for (const entry of projection.lookups?.(doc, tenantId) ?? [])
      lookups.push({ ...entry, stream: `${tenantId}/${streamId}` });
    return { path: [projection.name], id, doc, create: true };
  });
  await views.putMany(tenantId, puts);
  for (const [pk, some] of Map.groupBy(lookups, (entry) => entry.pk))
    await directory.putMany(
      pk,
      some.map(({ id, value, stream }) => ({ path: [], id, doc: { stream, version: 1, value }, create: true })),
    );
};

const seedSome = async (ports: Ports, tenantId: string, vehicles: readonly number[]): Promise<void> => {
  const now = new Date().toISOString();
  await begin(
    ports,
    tenantId,
    vehicleCards,
    vehicles.map((vehicle) => ({
      id: vehicleIdOf(vehicle),
      streamId: vehicleStream(tenantId, vehicleIdOf(vehicle)).streamId,
      event: vehicleEvent(vehicle, now),
    })),
  );
  await begin(
    ports,
    tenantId,
    deviceCards,
    vehicles.map((vehicle) => ({
      id: deviceIdOf(vehicle),
      streamId: deviceStream(tenantId, deviceIdOf(vehicle)).streamId,
      event: deviceEvent(vehicle, now),
    })),
  );
  const claims = vehicles.map((vehicle) => {
    const { id } = vehicleShardAddress(tenantId, vehicleIdOf(vehicle));
    const doc = { stream: `claim/${id}`, version: 1, value: { shard: shardOf(vehicle) } };
    return { path: [], id, doc, create: true };
  });
  await ports.directory.putMany(vehicleShardAddress(tenantId, '').pk, claims);
};

/** Companies with so many vehicles each, and a device for every vehicle. */
export const seedFleets = async (
  settings: Readonly<Record<string, string>>,
  sizes: readonly number[],
  name = 'fleet',
): Promise<Fleet[]> => {
  const config = readConfig(settings);
  // Only what is founded by the app's own commands is folded by them; the fleets are many.
  const few = projections.filter(({ name }) => name !== vehicleCards.name && name !== deviceCards.name);
  const services = await composeServices(config, { projections: few, authenticate });
  const client = new CosmosClient(settings.COSMOS ?? '');
  const database = client.database(config.cosmos.database);
  const ports: Ports = {
    services,
    views: cosmosDocuments(database.container('views'), ['tenantId', 'view']),
    directory: cosmosDocuments(database.container('directory'), ['pk']),
  };
  const fleets: Fleet[] = [];
  for (const size of sizes) {
    const tenantId = `ten_${name}_${size}`;
    const apiKey = await found(services, tenantId);
    const vehicles = Array.from({ length: size }, (_, vehicle) => vehicle);
    for (const some of portions(vehicles, AT_ONCE, () => 1)) await seedSome(ports, tenantId, some);
    fleets.push({ tenantId, apiKey, size });
  }
  await services.close();
  client.dispose();
  return fleets;
};
