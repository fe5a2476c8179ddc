/** The group of everybody who looks at a company's fleet. */
export const fleetGroup = (tenantId: string): string => `t:${tenantId}`;
