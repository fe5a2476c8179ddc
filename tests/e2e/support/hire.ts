import { authenticate } from '../../../functions/access/authenticate.ts';
import { memberships } from '../../../functions/access/member-cards.ts';
import { membership, membershipStream } from '../../../functions/access/membership.ts';
import { composeServices } from '../../../shared/compose.ts';
import { readConfig } from '../../../shared/config.ts';
import { execute } from '../../../shared/eventstore/execute.ts';

/** Gives a company its drivers, as a provisioning would. */
export const hire = async (
  settings: Readonly<Record<string, string>>,
  tenantId: string,
  drivers: readonly string[],
): Promise<void> => {
  const services = await composeServices(readConfig(settings), { projections: [memberships], authenticate });
  const at = new Date().toISOString();
  const cause = { at, actor: 'system:test', correlationId: 'hiring' };
  for (const email of drivers) {
    const command = { type: 'Grant', data: { email, role: 'driver', now: at } } as const;
    await execute(membership)(services.streams, membershipStream(tenantId, email), command, cause);
  }
  await services.close();
};
