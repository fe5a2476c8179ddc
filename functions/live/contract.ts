import { z } from 'zod';

/** The group of everybody who looks at a company's fleet. */
export const fleetGroup = (tenantId: string): string => `t:${tenantId}`;

/** The group of one member's own connections: what concerns nobody else. */
export const memberGroup = (tenantId: string, memberId: string): string => `u:${tenantId}:${memberId}`;

/** Where a page connects for live updates. */
export const LiveAddress = z
  .object({ url: z.url(), subprotocol: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: 'LiveAddress' });
