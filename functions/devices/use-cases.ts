import type { Services } from '../../shared/services.ts';
import { noteStrangers, type StrangeMessage } from './quarantine.ts';

// What other areas may ask this one to do.

/**
 * Puts devices that nobody has registered where somebody can find and adopt them: one document each, kept for 30 days. They are written within some
 * seconds, however many messages they send; a kill loses what is not.
 */
export const quarantined = async (
  services: Services,
  tenantId: string,
  entries: readonly StrangeMessage[],
): Promise<void> => noteStrangers(services, tenantId, entries);
