import { z } from 'zod';
import { execute } from '../../shared/eventstore/execute.ts';
import { causeOf } from '../../shared/http/cause.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { DeviceWithKey } from './contract.ts';
import { device, deviceStream } from './device.ts';
import { deviceCards, type StoredDevice, shown } from './device-cards.ts';

const handle = execute(device);

/** Gives a device a new key; the old one stops working. The new key is shown in this answer and never again. */
export const rotateDeviceKey = endpoint({
  summary: 'Give a device a new key',
  scope: 'devices:write',
  answer: DeviceWithKey,
  params: z.object({ deviceId: z.string() }),
  async run(input, { streams, views }) {
    const { params, caller, now } = input;
    const { deviceId } = params;
    const { tenantId } = caller;
    const key = input.newKey('dk');
    const command = { type: 'RotateKey', data: { keyHash: hashOf(key), now } } as const;
    const { version } = await handle(streams, deviceStream(tenantId, deviceId), command, causeOf(input));
    const stored = await views.in(tenantId, deviceCards.name).get<StoredDevice>(deviceId);
    if (!stored) throw notFound('devices/not-found', 'There is no such device.');
    return json(200, { ...shown(stored.doc), version, key }, { etag: `"${version}"`, 'cache-control': 'no-store' });
  },
});
