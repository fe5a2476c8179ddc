import { createHmac } from 'node:crypto';
import { apiClient, apiClientStream, apiClients } from '../../functions/access/api-client.ts';
import { authenticate } from '../../functions/access/authenticate.ts';
import { membership, membershipStream, memberships } from '../../functions/access/membership.ts';
import { tenant, tenantCards, tenantStream } from '../../functions/access/tenant.ts';
import { deviceCards } from '../../functions/devices/device-cards.ts';
import { vehicleCards } from '../../functions/vehicles/vehicle-cards.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { hashOf, newKey } from '../../shared/identity/keys.ts';
import type { Services } from '../../shared/services.ts';
import type { DemoTenant } from '../demo/demo-file.ts';
import { COMPANIES, type Company, membersOf } from './companies.ts';
import { seedFleet } from './fleet.ts';

/** Makes a key that is the same at every start, so that none has to be remembered: of a key, only its hash is stored. */
export type KeyOf = (prefix: string, owner: string) => string;

const keysFrom =
  (secret: string): KeyOf =>
  (prefix, owner) =>
    newKey(prefix, createHmac('sha256', secret).update(owner).digest());

export type SeededTenant = Omit<DemoTenant, 'devices'>;

const found = async ({ streams }: Services, company: Company, keyOf: KeyOf): Promise<SeededTenant> => {
  const { id, name } = company;
  const [users, apiKey, now] = [membersOf(company), keyOf('wf', id), new Date().toISOString()];
  const run = { at: now, actor: 'system:seed', correlationId: 'seed' };
  await execute(tenant)(streams, tenantStream(id), { type: 'Found', data: { name, now } }, run);
  for (const { email, role } of users)
    await execute(membership)(streams, membershipStream(id, email), { type: 'Grant', data: { email, role, now } }, run);
  // A client per key: when the secret is lost, a new client takes its place beside the old one.
  const keyHash = hashOf(apiKey);
  const clientId = `demo-${keyHash.slice(0, 8)}`;
  const issue = { type: 'Issue', data: { clientId, name: 'Demo integration', keyHash, now } } as const;
  await execute(apiClient)(streams, apiClientStream(id, clientId), issue, run);
  return { id, name, users, apiKey };
};

/** @param settings the app settings of the functions (connection strings). */
const seeding = async <Result>(settings: Readonly<Record<string, string>>, work: (_: Services) => Promise<Result>) => {
  const projections = [tenantCards, memberships, apiClients, vehicleCards, deviceCards];
  const services = await composeServices(readConfig(settings), { projections, authenticate });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
};

/**
 * Founds the demo companies, their members and an API client each, by the commands a provisioning would use. Safe to run at
 * every start.
 * @param secret what their keys are made from.
 */
export const seedTenants = (settings: Readonly<Record<string, string>>, secret: string) =>
  seeding(settings, (services) => Promise.all(COMPANIES.map((company) => found(services, company, keysFrom(secret)))));

/** Founds the demo companies and gives them their fleets. */
export const seedDemo = (settings: Readonly<Record<string, string>>, secret: string): Promise<DemoTenant[]> =>
  seeding(settings, (services) =>
    Promise.all(
      COMPANIES.map(async (company) => ({
        ...(await found(services, company, keysFrom(secret))),
        devices: await seedFleet(services, company, keysFrom(secret)),
      })),
    ),
  );
