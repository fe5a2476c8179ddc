/** The group of everybody who looks at a company's fleet. */
export const fleetGroup = (tenantId: string): string => `t:${tenantId}`;

/** The group of one member's own connections: what concerns nobody else. */
export const memberGroup = (tenantId: string, memberId: string): string => `u:${tenantId}:${memberId}`;
