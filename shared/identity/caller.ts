/** `<area>:<verb>`, for example `vehicles:write`. */
export type Scope = `${string}:${string}`;

/** Whoever is calling, person, integration or device, after the tenant has been decided by our own records. */
export interface Caller {
  readonly tenantId: string;
  /** For the audit trail: `user:<email>`, `client:<id>` or `device:<id>`. */
  readonly actor: string;
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<Scope>;
}
