import { readFile } from 'node:fs/promises';
import { apiClient, apiClientStream, apiClients } from '../../functions/access/api-client.ts';
import { authenticate } from '../../functions/access/authenticate.ts';
import type { Role } from '../../functions/access/contract.ts';
import { membership, membershipStream, memberships } from '../../functions/access/membership.ts';
import { tenant, tenantCards, tenantStream } from '../../functions/access/tenant.ts';
import { composeServices } from '../../shared/compose.ts';
import { readConfig } from '../../shared/config.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { hashOf, newKey } from '../../shared/identity/keys.ts';
import type { Services } from '../../shared/services.ts';
import { replaceFile } from '../shared/replace-file.ts';

export interface DemoTenant {
  readonly id: string;
  readonly name: string;
  readonly users: readonly { readonly email: string; readonly role: Role }[];
  readonly apiKey: string;
}

const usersOf = (domain: string, roles: readonly Role[]) => roles.map((role) => ({ email: `${role}@${domain}`, role }));

/** Names of places and roles, not of people or companies. */
const TENANTS = [
  { id: 'ten_demo1', name: 'Demo fleet Rhine', users: usersOf('rhine.example', ['owner', 'dispatcher', 'viewer']) },
  { id: 'ten_demo2', name: 'Demo fleet Baltic', users: usersOf('baltic.example', ['owner', 'dispatcher', 'viewer']) },
] as const;

const CLIENT_ID = 'demo';

/** Only the hash of a key is stored, so the keys themselves are remembered beside the state, for whoever tries things out. */
const rememberedKeys = async (file: string): Promise<Record<string, string>> => {
  const known = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, string>,
    (error: NodeJS.ErrnoException): Record<string, string> => {
      if (error.code === 'ENOENT') return {};
      throw error;
    },
  );
  const keys = Object.fromEntries(TENANTS.map(({ id }) => [id, known[id] ?? newKey('wf')]));
  await replaceFile(file, JSON.stringify(keys, null, 2));
  return keys;
};

const found = async ({ streams }: Services, { id, name, users, apiKey }: DemoTenant): Promise<void> => {
  const now = new Date().toISOString();
  const run = { at: now, actor: 'system:seed', correlationId: 'seed' };
  await execute(tenant)(streams, tenantStream(id), { type: 'Found', data: { name, now } }, run);
  for (const { email, role } of users)
    await execute(membership)(streams, membershipStream(id, email), { type: 'Grant', data: { email, role, now } }, run);
  // A client per key: when the remembered key is lost, a new client takes its place beside the old one.
  const keyHash = hashOf(apiKey);
  const clientId = `${CLIENT_ID}-${keyHash.slice(0, 8)}`;
  const issue = { type: 'Issue', data: { clientId, name: 'Demo integration', keyHash, now } } as const;
  await execute(apiClient)(streams, apiClientStream(id, clientId), issue, run);
};

/**
 * Founds the demo tenants, their members and an API client each, by the commands a provisioning would use. Safe to run at every start.
 * @param settings the app settings of the functions (connection strings).
 * @param secretsFile where the API keys are remembered; it is created.
 */
export const seedTenants = async ({
  settings,
  secretsFile,
}: {
  settings: Readonly<Record<string, string>>;
  secretsFile: string;
}): Promise<DemoTenant[]> => {
  const keys = await rememberedKeys(secretsFile);
  const tenants = TENANTS.map((one): DemoTenant => ({ ...one, apiKey: keys[one.id] ?? '' }));
  const projections = [tenantCards, memberships, apiClients];
  const services = await composeServices(readConfig(settings), { projections, authenticate });
  try {
    for (const one of tenants) await found(services, one);
  } finally {
    await services.close();
  }
  return tenants;
};
