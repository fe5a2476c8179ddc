import { apiClient, apiClientStream } from '../../functions/access/api-client.ts';
import { authenticate } from '../../functions/access/authenticate.ts';
import type { Role } from '../../functions/access/contract.ts';
import { membership, membershipStream } from '../../functions/access/membership.ts';
import { tenant, tenantStream } from '../../functions/access/tenant.ts';
import { areas } from '../../functions/index.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { hashOf, newKey } from '../../shared/identity/keys.ts';
import { type Answer, type Replace, type World, world } from '../../shared/testing/world.ts';

/** The app as it is deployed, over ports in memory. */
export const app = (replace?: Replace): World => world({ areas, authenticate }, replace);

/** Somebody who can ask the API something. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export const clientOf = (app: World, identity: Record<string, string> = {}): Client => ({
  get: (path, headers = {}) => app.ask('GET', path, { headers: { ...identity, ...headers } }),
  post: (path, body, headers = {}) => app.ask('POST', path, { headers: { ...identity, ...headers }, body }),
  patch: (path, body, headers = {}) => app.ask('PATCH', path, { headers: { ...identity, ...headers }, body }),
});

/** The header in which Static Web Apps says who is signed in. */
export const signedIn = (email: string, identityProvider = 'aad', roles: readonly string[] = []) => ({
  'x-ms-client-principal': Buffer.from(
    JSON.stringify({
      identityProvider,
      userId: 'u-1',
      userDetails: email,
      userRoles: ['anonymous', 'authenticated', ...roles],
    }),
  ).toString('base64'),
});

export interface Company {
  readonly tenantId: string;
  /** A member of this role, signed in. */
  as(role: Role): Client;
  /** Makes whoever signs in with this address a member, now. */
  admit(email: string, role: Role): Promise<unknown>;
  /** One more member: their address, and themselves signed in. */
  join(name: string, role: Role): Promise<{ readonly email: string; readonly client: Client }>;
  readonly integration: Client;
  readonly apiKey: string;
}

const RUN = { at: '2026-03-01T00:00:00.000Z', actor: 'system:test', correlationId: 'founding' };
const MEMBERS: readonly Role[] = ['owner', 'dispatcher', 'viewer', 'driver'];

/** Founds a company with a member of each role and an integration. */
export const found = async (app: World, name: string): Promise<Company> => {
  const { streams } = app.services;
  const now = RUN.at;
  const tenantId = `ten_${name}`;
  const emailOf = (role: Role) => `${role}@${name}.example`;
  const apiKey = newKey('wf');
  await execute(tenant)(streams, tenantStream(tenantId), { type: 'Found', data: { name, now } }, RUN);
  const grant = (email: string, role: Role) =>
    execute(membership)(streams, membershipStream(tenantId, email), { type: 'Grant', data: { email, role, now } }, RUN);
  for (const role of MEMBERS) await grant(emailOf(role), role);
  await execute(apiClient)(
    streams,
    apiClientStream(tenantId, `cli_${name}`),
    { type: 'Issue', data: { clientId: `cli_${name}`, name: 'ERP', keyHash: hashOf(apiKey), now } },
    RUN,
  );
  return {
    tenantId,
    apiKey,
    as: (role) => clientOf(app, signedIn(emailOf(role))),
    admit: (email, role) =>
      execute(membership)(
        streams,
        membershipStream(tenantId, email),
        { type: 'Grant', data: { email, role, now: app.services.clock().toISOString() } },
        RUN,
      ),
    async join(member, role) {
      const email = `${member}@${name}.example`;
      await grant(email, role);
      return { email, client: clientOf(app, signedIn(email)) };
    },
    integration: clientOf(app, { 'x-api-key': apiKey }),
  };
};

/** A vehicle with a device that reports for it. */
export interface Reporting {
  readonly vehicleId: string;
  readonly deviceId: string;
  readonly key: string;
}

export const reportingVehicle = async ({ integration }: Company, name = 'Van 7'): Promise<Reporting> => {
  const vehicle = await integration.post('vehicles', { name, kind: 'van' });
  const vehicleId = String(vehicle.body.id);
  const device = await integration.post('devices', { vehicleId });
  return { vehicleId, deviceId: String(device.body.id), key: String(device.body.key) };
};

export const itemsOf = ({ body }: Answer) => body.items as readonly Readonly<Record<string, unknown>>[];
