import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { ROLES, type Role, RoleCard, scopesOf } from './contract.ts';

const SUMMARIES: Record<Role, string> = {
  owner: 'Runs the company, and decides who owns it.',
  admin: 'Runs the company: access, groups and everything of the fleet.',
  dispatcher: 'Runs the fleet from day to day.',
  technician: 'Looks after the vehicles.',
  driver: 'Sees what concerns themselves.',
  viewer: 'Looks, and changes nothing.',
};

export const listRoles = endpoint({
  summary: 'List the roles and what each may do',
  scope: 'access:read',
  answer: z.object({ items: z.array(RoleCard) }),
  run: async () =>
    ok({ items: ROLES.map((role) => ({ role, summary: SUMMARIES[role], scopes: [...scopesOf(role)] })) }),
});
