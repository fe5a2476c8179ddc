import type { Services } from '../../shared/services.ts';
import type { Telling } from './contract.ts';
import { tell } from './inbox.ts';

/** Tells a member something; `id` makes it once. What is not shown live is found in the list. */
export const tellMember = (
  services: Pick<Services, 'operations' | 'push' | 'log'>,
  tenantId: string,
  id: string,
  telling: Telling,
  at: string,
): Promise<void> => tell(services, tenantId, id, telling, at);
