import type { Caller, Scope } from '../../shared/identity/caller.ts';
import { forbidden } from '../../shared/kernel/errors.ts';
import { type Role, type RoleOrClient, scopesOf, scopesToGive } from './contract.ts';

/** An integration that may give access at all does so like an admin: who owns the company is decided by people. */
const RANKS: Record<RoleOrClient, number> = {
  owner: 2,
  admin: 1,
  client: 1,
  dispatcher: 0,
  technician: 0,
  driver: 0,
  viewer: 0,
};

/** What the caller is: a caller has one role. */
export const roleOf = ({ roles }: Pick<Caller, 'roles'>): RoleOrClient =>
  (Object.keys(RANKS) as RoleOrClient[]).find((role) => roles.includes(role)) ?? 'viewer';

/** Nobody gives or takes what is above themselves. @throws FleetError `forbidden` */
export const requireRank = (by: RoleOrClient, role: RoleOrClient): void => {
  if (RANKS[by] < RANKS[role]) throw forbidden('access/above-you', 'Only an owner decides about an owner.', { role });
};

/** Nobody gives what they do not have. @throws FleetError `forbidden` */
export const requireScopes = ({ scopes }: Pick<Caller, 'scopes'>, wanted: readonly Scope[]): void => {
  const mine = scopesToGive(scopes);
  const missing = wanted.filter((scope) => !mine.has(scope));
  if (missing.length > 0)
    throw forbidden('access/scope-not-yours', `You cannot give what you do not have: ${missing.join(', ')}.`, {
      scopes: missing,
    });
};

/** An integration that may give access gives no role that may do more than itself. @throws FleetError `forbidden` */
export const requireScopesOf = (caller: Pick<Caller, 'scopes'>, role: Role): void =>
  requireScopes(caller, scopesOf(role));
