import type { Scope } from '../../shared/identity/caller.ts';

export const ROLES = ['owner', 'admin', 'dispatcher', 'technician', 'driver', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** An API client acts for a whole company: it may do what its integrations need, and nothing about people. */
export type RoleOrClient = Role | 'client';

const SELF: readonly Scope[] = ['self:read'];
const READ: readonly Scope[] = [...SELF, 'vehicles:read', 'devices:read', 'telemetry:read', 'live:read'];
const FLEET: readonly Scope[] = [...READ, 'vehicles:write', 'devices:write'];

const SCOPES: Record<RoleOrClient, readonly Scope[]> = {
  owner: FLEET,
  admin: FLEET,
  dispatcher: [...READ, 'vehicles:write'],
  technician: READ,
  // Drivers see their own vehicle; until trips know who drives what, that is nothing of the fleet.
  driver: SELF,
  viewer: READ,
  client: [...FLEET, 'telemetry:ingest'],
};

/** What a role may do. */
export const scopesOf = (role: RoleOrClient): readonly Scope[] => SCOPES[role];
