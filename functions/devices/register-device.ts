import { execute } from '../../shared/eventstore/execute.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { hashOf, newKey } from '../../shared/identity/keys.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { newId } from '../../shared/kernel/ids.ts';
import type { Services } from '../../shared/services.ts';
import { VEHICLES_VIEW, type VehicleCard } from '../vehicles/contract.ts';
import { RegisterDeviceBody, vehicleShardAddress } from './contract.ts';
import { device, deviceStream } from './device.ts';
import { type DeviceCard, deviceCards } from './device-cards.ts';

const handle = execute(device);

/** A shard's state is one document with one writer: small enough to write every second, large enough to be worth it. */
const VEHICLES_PER_SHARD = 256;

const unknownVehicle = () =>
  invalid('devices/unknown-vehicle', 'There is no such vehicle in service.', [
    { path: ['vehicleId'], message: 'Register the vehicle first.' },
  ]);

/** A vehicle stays in its shard for ever; new ones fill the shards one after the other. */
const shardFor = async ({ views, lookups }: Services, tenantId: string, vehicleId: string): Promise<number> => {
  const { pk, id } = vehicleShardAddress(tenantId, vehicleId);
  const known = await lookups.find<{ shard: number }>(pk, id);
  if (known) return known.shard;
  const devices = await views.in(tenantId, deviceCards.name).count();
  // Two devices of one vehicle may be registered at once: both must come to the same shard.
  return (await lookups.claim(pk, id, { shard: Math.floor(devices / VEHICLES_PER_SHARD) })).shard;
};

/** Lets a device report for a vehicle. Its key is shown in this answer and never again. */
export const registerDevice = endpoint({
  scope: 'devices:write',
  body: RegisterDeviceBody,
  async run(
    { body: { vehicleId, deviceId = newId('dev'), name }, caller: { tenantId, actor }, now, correlationId },
    services,
  ) {
    const vehicle = await services.views.in(tenantId, VEHICLES_VIEW).get<VehicleCard>(vehicleId);
    if (vehicle?.doc.status !== 'active') throw unknownVehicle();
    const key = newKey('dk');
    const shard = await shardFor(services, tenantId, vehicleId);
    const identity = { deviceId, vehicleId, shard, ...(name !== undefined && { name }) };
    const command = { type: 'Register', data: { ...identity, keyHash: hashOf(key), now } } as const;
    const run = { at: now, actor, correlationId };
    const { version } = await handle(services.streams, deviceStream(tenantId, deviceId), command, run);
    const card: DeviceCard = { id: deviceId, vehicleId, ...(name !== undefined && { name }), registeredAt: now };
    return json(201, { ...card, version, key }, { etag: `"${version}"`, 'cache-control': 'no-store' });
  },
});
