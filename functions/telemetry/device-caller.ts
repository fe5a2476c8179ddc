import type { HttpRequest } from '@azure/functions';
import type { Caller } from '../../shared/identity/caller.ts';
import { hashOf, isKey } from '../../shared/identity/keys.ts';
import { unauthenticated } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { type DeviceEntry, deviceKeyAddress } from '../devices/contract.ts';

/** A device that has proven itself with its key. */
export interface DeviceCaller extends Caller {
  readonly device: DeviceEntry;
}

/** The device whose key is part of the path: phone apps can be given nothing but a URL. */
export const deviceCaller = async (request: HttpRequest, { lookups }: Services): Promise<DeviceCaller> => {
  const key = request.params.deviceKey ?? '';
  const { pk, id } = deviceKeyAddress(hashOf(key));
  const device = isKey('dk', key) ? await lookups.find<DeviceEntry>(pk, id) : undefined;
  if (!device) throw unauthenticated('telemetry/unknown-key', 'This device key is not known.');
  return {
    tenantId: device.tenantId,
    actor: `device:${device.deviceId}`,
    roles: ['device'],
    scopes: new Set(['telemetry:ingest'] as const),
    device,
  };
};
