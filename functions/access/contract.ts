import { z } from 'zod';
import type { Scope } from '../../shared/identity/caller.ts';
import { digestOf } from '../../shared/kernel/digest.ts';

export const ROLES = ['owner', 'admin', 'dispatcher', 'technician', 'driver', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** An API client acts for a whole company: it may do what its integrations need, and of people it learns who drives what and who did what. */
export type RoleOrClient = Role | 'client';

const SELF: readonly Scope[] = ['self:read', 'self:write'];
const READ: readonly Scope[] = [
  ...SELF,
  'vehicles:read',
  'meters:read',
  'custom-fields:read',
  'devices:read',
  'drivers:read',
  'assignments:read',
  'telemetry:read',
  'live:read',
];
/** Whoever hands a vehicle over may see what becomes of it; to intervene is for those who run the company. */
const HAND_OVER: readonly Scope[] = ['assignments:write', 'ops:read'];
/** What happens in the workshop. */
const WORKSHOP: readonly Scope[] = ['vehicles:status', 'meters:write'];
const DISPATCH: readonly Scope[] = [...READ, ...WORKSHOP, 'vehicles:write', 'drivers:write', ...HAND_OVER];
const FLEET: readonly Scope[] = [...DISPATCH, 'custom-fields:write', 'devices:write'];

const SCOPES: Record<RoleOrClient, readonly Scope[]> = {
  owner: [...FLEET, 'drivers:erase', 'ops:write', 'jobs:read'],
  admin: [...FLEET, 'drivers:erase', 'ops:write', 'jobs:read'],
  dispatcher: DISPATCH,
  technician: [...READ, ...WORKSHOP],
  // Drivers see their own vehicle; until trips know who drives what, that is nothing of the fleet.
  driver: SELF,
  viewer: READ,
  client: [...FLEET, 'telemetry:ingest'],
};

/** What a role may do. */
export const scopesOf = (role: RoleOrClient): readonly Scope[] => SCOPES[role];

/** Addresses are compared without case, as every mail server does. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** What a member is called wherever an address must not be seen: in stream ids, events, traces and logs. */
export const memberIdOf = (email: string): string => digestOf(normalEmail(email)).slice(0, 32);

/** The member who calls; undefined for integrations and devices. */
export const memberOf = (actor: string): string | undefined =>
  actor.startsWith('user:') ? memberIdOf(actor.slice('user:'.length)) : undefined;

/** The view in which other areas find a member by their id. */
export const MEMBERSHIPS_VIEW = 'memberships';

export interface MembershipCard {
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
}

/** Who is signed in, for which company, and what they may do. */
export const Me = z
  .object({
    tenant: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string() }),
    roles: z.array(z.string()),
    scopes: z.array(z.string()),
  })
  .meta({ id: 'Me' });
