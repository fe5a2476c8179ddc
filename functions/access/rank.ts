import type { Caller } from '../../shared/identity/caller.ts';
import { forbidden } from '../../shared/kernel/errors.ts';
import type { RoleOrClient } from './contract.ts';

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
