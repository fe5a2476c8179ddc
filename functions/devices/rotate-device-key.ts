import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { DeviceWithKey } from './contract.ts';
import { device, deviceStream } from './device.ts';
import { deviceCards, type StoredDevice, shown } from './device-cards.ts';

const handle = execute(device);

const unknown = () => notFound('devices/not-found', 'There is no such device.');

/** Whoever is limited to groups has the devices of their vehicles. @throws FleetError `not-found` */
const requireSeen = async (services: Services, caller: Caller, deviceId: string): Promise<void> => {
  const stored = await services.views.in(caller.tenantId, deviceCards.name).get<StoredDevice>(deviceId);
  if ((await seenBy(services, caller, stored ? [stored.doc] : [])).length === 0) throw unknown();
};

/** Gives a device a new key; the old one stops working. The new key is shown in this answer and never again. */
export const rotateDeviceKey = endpoint({
  summary: 'Give a device a new key',
  scope: 'devices:write',
  answer: DeviceWithKey,
  params: z.object({ deviceId: z.string() }),
  async run(input, services) {
    const { params, caller, now } = input;
    const { deviceId } = params;
    const { tenantId } = caller;
    if (caller.groups) await requireSeen(services, caller, deviceId);
    const key = input.newKey('dk');
    const command = { type: 'RotateKey', data: { keyHash: hashOf(key), now } } as const;
    const { version } = await handle(services.streams, deviceStream(tenantId, deviceId), command, causeOf(input));
    const stored = await services.views.in(tenantId, deviceCards.name).get<StoredDevice>(deviceId);
    if (!stored) throw unknown();
    return json(200, { ...shown(stored.doc), version, key }, { etag: `"${version}"`, 'cache-control': 'no-store' });
  },
});
