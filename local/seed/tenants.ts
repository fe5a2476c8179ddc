import { createHmac } from 'node:crypto';
import { apiClient, apiClientStream } from '../../functions/access/api-client.ts';
import { apiClients } from '../../functions/access/api-client-cards.ts';
import { authenticate } from '../../functions/access/authenticate.ts';
import { memberships } from '../../functions/access/member-cards.ts';
import { membership, membershipStream } from '../../functions/access/membership.ts';
import { tenant, tenantCards, tenantStream } from '../../functions/access/tenant.ts';
import { deviceCards } from '../../functions/devices/device-cards.ts';
import { driverCards } from '../../functions/drivers/driver-cards.ts';
import { ensureDriver } from '../../functions/drivers/use-cases.ts';
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

const found = async (services: Services, company: Company, keyOf: KeyOf) => {
  const { streams } = services;
  const { id, name } = company;
  const [users, apiKey, now] = [membersOf(company), keyOf('wf', company.id), new Date().toISOString()];
  const run = { at: now, actor: 'system:seed', correlationId: 'seed' };
  await execute(tenant)(streams, tenantStream(id), { type: 'Found', data: { name, now } }, run);
  for (const user of users) {
    const grant = { type: 'Grant', data: { ...user, now } } as const;
    await execute(membership)(streams, membershipStream(id, user.email), grant, run);
  }
  for (const { email } of users.filter(({ role }) => role === 'driver'))
    await ensureDriver(services, id, email, 'email', run);
  // A client per key: when the secret is lost, a new client takes its place beside the old one.
  const keyHash = hashOf(apiKey);
  const clientId = `demo-${keyHash.slice(0, 8)}`;
  const issue = { type: 'Issue', data: { clientId, name: 'Demo integration', keyHash, now } } as const;
  await execute(apiClient)(streams, apiClientStream(id, clientId), issue, run);
  return { id, name, users, apiKey };
};

/** Founds the demo companies, with members and an API client each, by the app's own commands. Safe at every start. `secret` is what keys are made from. */
export const seedTenants = async (
  settings: Readonly<Record<string, string>>,
  secret: string,
  withFleets = false,
): Promise<DemoTenant[]> => {
  const keyOf: KeyOf = (prefix, owner) => newKey(prefix, createHmac('sha256', secret).update(owner).digest());
  const projections = [tenantCards, memberships, apiClients, vehicleCards, deviceCards, driverCards];
  const services = await composeServices(readConfig(settings), { projections, authenticate });
  const provide = async (company: Company) => ({
    ...(await found(services, company, keyOf)),
    devices: withFleets ? await seedFleet(services, company, keyOf) : [],
  });
  return Promise.all(COMPANIES.map(provide)).finally(() => services.close());
};
