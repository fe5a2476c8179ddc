import { z } from 'zod';

/** The group of everybody who looks at a company's fleet. */
export const fleetGroup = (tenantId: string): string => `t:${tenantId}`;

/** The group of everybody who looks at one branch of a company: the vehicles of a group and of those below it. */
export const branchGroup = (tenantId: string, groupId: string): string => `t:${tenantId}:g:${groupId}`;

/** The group of everybody who is limited to branches, whichever: while nobody is in it, no branch is watched. */
export const limitedGroup = (tenantId: string): string => `t:${tenantId}:g`;

/** The group of one member's own connections: what concerns nobody else. */
export const memberGroup = (tenantId: string, memberId: string): string => `u:${tenantId}:${memberId}`;

/** Where a page connects for live updates. */
export const LiveAddress = z
  .object({ url: z.url(), subprotocol: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: 'LiveAddress' });
