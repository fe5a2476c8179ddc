import type { Services } from '../../shared/services.ts';
import { type RawMessage, rawKeeper } from './raw-messages.ts';

// What other areas may ask this one to do.

export { healthOf } from './device-health.ts';
export { takePayload } from './take-payload.ts';

/**
 * Keeps a message of a device for a week, to be shown and to be read again by a better decoder. It is written within some seconds; a kill loses what is
 * not, but no fix: these are in the broker.
 */
export const keepRaw =
  (services: Services) =>
  (tenantId: string, message: RawMessage): void =>
    rawKeeper(services)(tenantId, message);

export { type Counted, countedAt } from './counted-at.ts';
