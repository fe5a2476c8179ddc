import type { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { created } from '../../shared/http/answers.ts';
import { causeOfNew } from '../../shared/http/cause.ts';
import { endpoint, type Input } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import type { Services } from '../../shared/services.ts';
import { DeviceWithKey, RegisterDeviceBody } from './contract.ts';
import { device, deviceStream } from './device.ts';
import type { DeviceCard } from './device-cards.ts';
import { shardFor } from './shard-for.ts';

const handle = execute(device);

/** Registers a device; the answer has its key, this once. @throws FleetError `conflict` when there is one of this id. */
export const register = async (
  input: Input<unknown, unknown, unknown>,
  services: Services,
  { vehicleId, deviceId = input.newId('dev'), name }: z.output<typeof RegisterDeviceBody>,
) => {
  const { caller, now } = input;
  const shard = await shardFor(services, caller, vehicleId);
  const key = input.newKey('dk');
  const identity = { deviceId, vehicleId, shard, ...(name !== undefined && { name }) };
  const command = { type: 'Register', data: { ...identity, keyHash: hashOf(key), now } } as const;
  const stream = deviceStream(caller.tenantId, deviceId);
  const { version, events } = await handle(services.streams, stream, command, causeOfNew(input));
  const registered = events.find((event) => event.type === 'DeviceRegistered');
  const registeredAt = registered?.data.registeredAt ?? now;
  const card: DeviceCard = { id: deviceId, vehicleId, ...(name !== undefined && { name }), registeredAt };
  return json(201, { ...card, version, key }, { etag: `"${version}"`, 'cache-control': 'no-store' });
};

/** Lets a device report for a vehicle. Its key is shown in this answer and never again. */
export const registerDevice = endpoint({
  summary: 'Register a device for a vehicle',
  scope: 'devices:write',
  answer: created(DeviceWithKey),
  body: RegisterDeviceBody,
  run: (input, services) => register(input, services, input.body),
});
