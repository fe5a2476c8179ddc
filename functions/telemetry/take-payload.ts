import type { Caller } from '../../shared/identity/caller.ts';
import type { Services } from '../../shared/services.ts';
import { providerPayloads } from './protocols/providers/payloads.ts';
import { rawKeeper } from './raw-messages.ts';
import type { ProviderName } from './raw-payload.ts';
import { type Taken, takeReadings } from './take-readings.ts';

/**
 * Takes what a provider has sent, pushed or asked for, and keeps it as it came, whole: whoever reads it again later needs what lies between the records, too.
 * Resolves once the broker has the fixes.
 */
export const takePayload = (
  services: Services,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  provider: ProviderName,
  payload: unknown,
): Promise<Taken> => {
  const receivedAt = services.clock().getTime();
  const readings = providerPayloads[provider](payload, receivedAt);
  const devices = new Set(readings.flatMap(({ deviceId }) => (deviceId === undefined ? [] : [deviceId])));
  const raw = { protocol: provider, receivedAt, devices: [...devices], bytes: JSON.stringify(payload) };
  rawKeeper(services)(caller.tenantId, raw);
  return takeReadings(services, caller, provider, readings, receivedAt);
};
