import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import type { Lookups } from '../../shared/documents/lookups.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { hashOf, isKey } from '../../shared/identity/keys.ts';
import { forbidden, unauthenticated } from '../../shared/kernel/errors.ts';
import { apiKeyAddress } from './api-client.ts';
import { type Role, type RoleOrClient, scopesOf } from './contract.ts';
import { membershipAddress } from './membership.ts';

/** `x-ms-client-principal` as Static Web Apps sets it; the platform strips what a client sends. */
const Principal = z.object({
  identityProvider: z.string().min(1),
  userDetails: z.string().min(1),
  userRoles: z.array(z.string()).default([]),
});

const callerOf = (tenantId: string, actor: string, role: RoleOrClient): Caller => ({
  tenantId,
  actor,
  roles: [role],
  scopes: new Set(scopesOf(role)),
});

const client = async (lookups: Lookups, key: string): Promise<Caller> => {
  const { pk, id } = apiKeyAddress(hashOf(key));
  const found = isKey('wf', key) ? await lookups.find<{ tenantId: string; clientId: string }>(pk, id) : undefined;
  if (!found) throw unauthenticated('access/unknown-key', 'This API key is not known.');
  return callerOf(found.tenantId, `client:${found.clientId}`, 'client');
};

const decoded = (header: string): unknown => {
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString());
  } catch (cause) {
    throw unauthenticated('access/bad-principal', 'The sign-in cannot be read.', {}, { cause });
  }
};

const person = async (lookups: Lookups, header: string): Promise<Caller> => {
  const principal = Principal.safeParse(decoded(header));
  if (!principal.success) throw unauthenticated('access/bad-principal', 'The sign-in cannot be read.');
  const { identityProvider, userDetails } = principal.data;
  const { pk, id } = membershipAddress(identityProvider, userDetails);
  const found = await lookups.find<{ tenantId: string; role: Role }>(pk, id);
  if (!found) throw forbidden('access/no-membership', 'You are signed in, but no company has given you access yet.');
  return callerOf(found.tenantId, `user:${userDetails.toLowerCase()}`, found.role);
};

export interface Trust {
  /** Whether `x-ms-client-principal` can be believed: whether a platform in front of the app strips what clients send. */
  readonly trustPrincipal: boolean;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A session travels with every request of a browser, also with one that another site has made up. Browsers say where it comes from. */
const refuseForgery = ({ method, headers }: HttpRequest): void => {
  const site = headers.get('sec-fetch-site');
  if (!SAFE.has(method) && (site === 'cross-site' || site === 'same-site'))
    throw forbidden('access/cross-site', 'Changes are taken from our own pages only.');
};

/** A membership or an API client of our own records decides the tenant; nothing in the request does. */
export const authenticate =
  (lookups: Lookups, { trustPrincipal }: Trust = { trustPrincipal: true }) =>
  async (request: HttpRequest): Promise<Caller> => {
    const key = request.headers.get('x-api-key');
    if (key) return client(lookups, key);
    const principal = request.headers.get('x-ms-client-principal');
    if (principal && trustPrincipal) {
      refuseForgery(request);
      return person(lookups, principal);
    }
    throw unauthenticated('access/sign-in', 'Sign in, or send an API key in x-api-key.');
  };
