import { z } from 'zod';
import type { Scope } from '../../shared/identity/caller.ts';
import { isTimeZone } from '../../shared/kernel/days.ts';
import { digestOf } from '../../shared/kernel/digest.ts';
import { Line } from '../../shared/kernel/text.ts';
import { GroupId } from '../groups/contract.ts';

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
  'groups:read',
  'places:read',
  'geofences:read',
  'renewals:read',
  'documents:read',
  'trips:read',
  'energy:read',
];
/** Whoever hands a vehicle over may see what becomes of it; to intervene is for those who run the company. */
const HAND_OVER: readonly Scope[] = ['assignments:write', 'ops:read'];
/** What happens in the workshop. */
const WORKSHOP: readonly Scope[] = [
  'vehicles:status',
  'meters:write',
  'imports:read',
  'imports:write',
  'renewals:write',
  'documents:write',
];
const DISPATCH: readonly Scope[] = [
  ...READ,
  ...WORKSHOP,
  'vehicles:write',
  'drivers:write',
  'places:write',
  'geofences:write',
  'trips:write',
  'energy:write',
  // How well somebody drives is for whoever plans with them, not for everybody who may look at the fleet.
  'scorecards:read',
  ...HAND_OVER,
];
const FLEET: readonly Scope[] = [...DISPATCH, 'custom-fields:write', 'devices:write'];
/** Who may do what, and what is forgotten, is for those who run the whole company. */
const COMPANY: readonly Scope[] = [
  ...FLEET,
  'drivers:erase',
  'ops:write',
  'jobs:read',
  'groups:write',
  'access:read',
  'access:write',
  'audit:read',
  'providers:read',
  'providers:write',
];

/** What devices may do, and integrations that speak for them. */
const INGEST: Scope = 'telemetry:ingest';

const SCOPES: Record<RoleOrClient, readonly Scope[]> = {
  owner: COMPANY,
  admin: COMPANY,
  dispatcher: DISPATCH,
  technician: [...READ, ...WORKSHOP],
  // Drivers see their own vehicle and their own trips, nothing of the fleet.
  driver: SELF,
  viewer: READ,
  client: [...FLEET, INGEST],
};

/** What a role may do. */
export const scopesOf = (role: RoleOrClient): readonly Scope[] => SCOPES[role];

/** What an API client may be given by whoever has these scopes: nothing they lack. Who registers devices makes keys that report positions anyway. */
export const scopesToGive = (scopes: ReadonlySet<Scope>): ReadonlySet<Scope> =>
  scopes.has('devices:write') ? new Set([...scopes, INGEST]) : scopes;

/** Who has access, who did what, what all records have: a matter of the whole company. */
const OF_THE_WHOLE: ReadonlySet<Scope> = new Set([
  'access:read',
  'access:write',
  'audit:read',
  'jobs:read',
  'custom-fields:write',
]);

/** What a role may do for whoever is limited to groups. */
export const scopesWithin = (scopes: readonly Scope[]): readonly Scope[] =>
  scopes.filter((scope) => !OF_THE_WHOLE.has(scope));

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

/** Views of what can be limited to groups; each has a list `groups`, and `active` while it holds. */
export const GROUP_LIMITED_VIEWS = [MEMBERSHIPS_VIEW, 'api-clients', 'invitations'] as const;

const Instant = z.iso.datetime();
const Scopes = z.array(z.enum([INGEST, ...COMPANY]));
const Limit = z
  .array(GroupId)
  .describe('The groups to which it is limited, each with everything below it; absent: the whole company.');
const MemberRole = z.enum(ROLES);
const Email = z.email().max(254);
/** Groups to be limited to. */
const Limited = z
  .array(GroupId)
  .min(1)
  .max(50)
  .transform((ids) => [...new Set(ids)].sort())
  .describe('Limits it to these groups, each with everything below it. Absent: the whole company.');

export const OwnCompany = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string().describe('Where its days begin and end; IANA, for example `Europe/Berlin`.'),
  })
  .meta({ id: 'OwnCompany', description: 'The company that you work for.' });
export type OwnCompany = Readonly<z.infer<typeof OwnCompany>>;

export const ChangeCompanyBody = z.strictObject({
  name: Line(80).optional(),
  timeZone: z.string().max(64).refine(isTimeZone, 'Give an IANA time zone, for example Europe/Berlin.').optional(),
});

/** Who is signed in, for which company, and what they may do. */
export const Me = z
  .object({
    tenant: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string() }),
    roles: z.array(z.string()),
    scopes: z.array(z.string()),
    groups: Limit.optional(),
  })
  .meta({ id: 'Me' });

export const RoleCard = z
  .object({
    role: MemberRole,
    summary: z.string(),
    scopes: z.array(z.string()).describe('Whoever is limited to groups has those of `access` not.'),
  })
  .meta({ id: 'Role' });

export const Member = z
  .object({
    id: z.string(),
    email: z.string(),
    role: MemberRole,
    groups: Limit.optional(),
    status: z.enum(['active', 'removed']),
    since: Instant.describe('When the person became a member, for the last time.'),
    removedAt: Instant.optional(),
    signedOutAt: Instant.optional().describe('Sessions that began before are over.'),
    version: z.int(),
  })
  .meta({ id: 'Member', description: 'A person with access to the company.' });

export const ChangeRoleBody = z.strictObject({ role: MemberRole });
export const LimitMemberBody = z.strictObject({ groups: Limited.nullable().describe('`null`: the whole company.') });

export const Company = z
  .object({
    tenant: z.object({ id: z.string(), name: z.string() }),
    role: MemberRole,
    current: z.boolean().describe('Whether requests are made for this company.'),
  })
  .meta({ id: 'Company', description: 'A company of which the caller is a member.' });
export const Companies = z.object({ items: z.array(Company) }).meta({ id: 'Companies' });

export const ChooseCompanyBody = z.strictObject({ tenantId: z.string().min(1).max(100) });

export const InviteBody = z.strictObject({ email: Email, role: MemberRole, groups: Limited.optional() });
export const AcceptInvitationBody = z.strictObject({ token: z.string().min(1).max(100) });

export const Invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: MemberRole,
    groups: Limit.optional(),
    status: z.enum(['pending', 'accepted', 'revoked']).describe('A pending one can be accepted until `expiresAt`.'),
    invitedAt: Instant,
    invitedBy: z.string(),
    expiresAt: Instant,
    version: z.int(),
  })
  .meta({ id: 'Invitation' });

/** An invitation with what lets its person in. */
export const InvitationWithToken = Invitation.extend({
  token: z.string().describe('Shown this once: hand it to the person, who needs it together with their own sign-in.'),
}).meta({ id: 'InvitationWithToken' });

export const ApiClient = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    groups: Limit.optional(),
    status: z.enum(['active', 'revoked']),
    expiresAt: Instant.optional().describe('Its keys are refused from then on.'),
    createdAt: Instant,
    rotatedAt: Instant.optional(),
    previousKeyUntil: Instant.optional().describe('How long the key before the last rotation works.'),
    revokedAt: Instant.optional(),
    lastUsedAt: Instant.optional().describe('To the hour.'),
    version: z.int(),
  })
  .meta({ id: 'ApiClient', description: 'An integration that calls the API with a key of its own.' });

export const ApiClientWithKey = ApiClient.extend({
  key: z.string().describe('Shown this once.'),
}).meta({ id: 'ApiClientWithKey' });

export const IssueApiClientBody = z.strictObject({
  name: Line(80),
  scopes: Scopes.min(1)
    .transform((scopes) => [...new Set(scopes)].sort())
    .describe('None that you do not have yourself.'),
  groups: Limited.optional(),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text).toISOString())
    .optional(),
});

const MAX_OVERLAP_SECONDS = 7 * 86_400;

export const RotateApiClientBody = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(MAX_OVERLAP_SECONDS)
    .default(0)
    .describe('How long the key before still works, in seconds.'),
});
