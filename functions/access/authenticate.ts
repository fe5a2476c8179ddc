import type { HttpRequest } from '@azure/functions';
import { concerning } from '../../shared/audit/refusal.ts';
import type { Caller, Scope } from '../../shared/identity/caller.ts';
import { branchesOf } from '../../shared/identity/group-tree.ts';
import { hashOf, isKey } from '../../shared/identity/keys.ts';
import { conflict, forbidden, unauthenticated } from '../../shared/kernel/errors.ts';
import type { IdentityPorts } from '../../shared/services.ts';
import { type ApiKeyEntry, apiKeyAddress } from './api-client-cards.ts';
import { clientUses } from './client-uses.ts';
import { BELIEVED_MS, isSignedOut, membershipsOf } from './companies.ts';
import { type RoleOrClient, scopesOf, scopesWithin } from './contract.ts';
import type { MembershipEntry } from './member-cards.ts';
import { type Person, personOf, type Trust } from './principal.ts';

interface Standing {
  readonly tenantId: string;
  readonly role: RoleOrClient;
  readonly scopes: readonly Scope[];
  readonly groups?: readonly string[];
}

const callerOf = async (
  { lookups }: IdentityPorts,
  actor: string,
  { tenantId, role, scopes, groups }: Standing,
): Promise<Caller> => {
  if (!groups) return { tenantId, actor, roles: [role], scopes: new Set(scopes) };
  const branches = await branchesOf(lookups, tenantId, groups);
  return {
    tenantId,
    actor,
    roles: [role],
    scopes: new Set(scopesWithin(scopes)),
    groups: branches,
    limitedTo: groups,
  };
};

const NOBODY_FOR_MS = 1_000;

const SELF: readonly Scope[] = ['self:read', 'self:write'];

const client = async (ports: IdentityPorts, used: ReturnType<typeof clientUses>, key: string): Promise<Caller> => {
  const { pk, id } = apiKeyAddress(hashOf(key));
  // Positions must come through while the directory does not answer.
  const freshness = { within: BELIEVED_MS, orOlderWhileDown: true };
  const found = isKey('wf', key) ? await ports.lookups.find<ApiKeyEntry>(pk, id, freshness) : undefined;
  if (!found) throw unauthenticated('access/unknown-key', 'This API key is not known.');
  const { tenantId, clientId, scopes, groups, until } = found;
  const actor = `client:${clientId}`;
  if (until !== undefined && until <= ports.clock().toISOString())
    throw concerning(unauthenticated('access/key-expired', 'This API key has expired.'), { tenantId, actor });
  used(tenantId, clientId);
  return callerOf(ports, actor, {
    tenantId,
    role: 'client',
    scopes: scopes ? [...SELF, ...scopes] : scopesOf('client'),
    ...(groups && { groups }),
  });
};

/**
 * The membership a request is made for. `x-company` never decides: it says for which company the caller believes to ask, so that a page that was
 * opened for another one does not write into this one.
 */
const currentOf = async ({ lookups }: IdentityPorts, person: Person, believed: string | null) => {
  const first = async (within: number): Promise<MembershipEntry> => {
    const [current] = await membershipsOf(lookups, person, { within });
    if (current) return current;
    // Whoever has just been let in somewhere else comes here next.
    if (within > NOBODY_FOR_MS) return first(NOBODY_FOR_MS);
    throw forbidden('access/no-membership', 'You are signed in, but no company has given you access yet.');
  };
  const known = await first(BELIEVED_MS);
  if (!believed || believed === known.tenantId) return known;
  // They may have changed it just now on another instance.
  const current = await first(0);
  if (believed !== current.tenantId)
    throw conflict('access/other-company', 'You work for another company by now. Load the page again.');
  return current;
};

const member = async (ports: IdentityPorts, person: Person, believed: string | null): Promise<Caller> => {
  const current = await currentOf(ports, person, believed);
  const actor = `user:${person.email}`;
  if (isSignedOut(current, person)) {
    const ended = unauthenticated('access/signed-out', 'This session was ended. Sign in again.');
    throw concerning(ended, { tenantId: current.tenantId, actor });
  }
  const caller = await callerOf(ports, actor, { ...current, scopes: scopesOf(current.role) });
  return person.signedInAt === undefined ? caller : { ...caller, signedInAt: person.signedInAt };
};

/** A membership or an API client of our own records decides the tenant; nothing in the request does. */
export const authenticate = (ports: IdentityPorts, trust: Trust = { trustPrincipal: true }) => {
  const used = clientUses(ports);
  return async (request: HttpRequest): Promise<Caller> => {
    const key = request.headers.get('x-api-key');
    if (key) return client(ports, used, key);
    const person = personOf(request, trust);
    if (person) return member(ports, person, request.headers.get('x-company'));
    throw unauthenticated('access/sign-in', 'Sign in, or send an API key in x-api-key.');
  };
};
