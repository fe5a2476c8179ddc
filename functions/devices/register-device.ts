import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { hashOf, newKey } from '../../shared/identity/keys.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { DeviceWithKey, RegisterDeviceBody } from './contract.ts';
import { device, deviceStream } from './device.ts';
import type { DeviceCard } from './device-cards.ts';
import { shardFor } from './shard-for.ts';

const handle = execute(device);

/** Lets a device report for a vehicle. Its key is shown in this answer and never again. */
export const registerDevice = endpoint({
  summary: 'Register a device for a vehicle',
  scope: 'devices:write',
  answer: created(DeviceWithKey),
  body: RegisterDeviceBody,
  async run(
    { body: { vehicleId, deviceId = newId('dev'), name }, caller: { tenantId, actor }, now, correlationId },
    services,
  ) {
    const shard = await shardFor(services, tenantId, vehicleId);
    const key = newKey('dk');
    const identity = { deviceId, vehicleId, shard, ...(name !== undefined && { name }) };
    const command = { type: 'Register', data: { ...identity, keyHash: hashOf(key), now } } as const;
    const run = { at: now, actor, correlationId };
    const { version } = await handle(services.streams, deviceStream(tenantId, deviceId), command, run);
    const card: DeviceCard = { id: deviceId, vehicleId, ...(name !== undefined && { name }), registeredAt: now };
    return json(201, { ...card, version, key }, { etag: `"${version}"`, 'cache-control': 'no-store' });
  },
});
