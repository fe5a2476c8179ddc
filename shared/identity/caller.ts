/** `<area>:<verb>`, for example `vehicles:write`. */
export type Scope = `${string}:${string}`;

/** Whoever is calling, person, integration or device, after the tenant has been decided by our own records. */
export interface Caller {
  readonly tenantId: string;
  /** For the audit trail: `user:<email>`, `client:<id>`, `device:<id>` or `provider:<id>`. */
  readonly actor: string;
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<Scope>;
  /** The groups this caller is limited to, with everything below them; absent: the whole company. */
  readonly groups?: ReadonlySet<string>;
  /** The same groups without what is below them. */
  readonly limitedTo?: readonly string[];
  /** When the session began, in milliseconds; absent for whoever has none, and where the platform does not say. */
  readonly signedInAt?: number;
}

/** Whether the caller may see what belongs to a group; `undefined` is the company itself. */
export const maySee = ({ groups }: Pick<Caller, 'groups'>, groupId: string | undefined): boolean =>
  !groups || (groupId !== undefined && groups.has(groupId));
