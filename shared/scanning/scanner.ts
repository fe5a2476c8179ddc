/** `unknown`: nobody has looked yet, or could not. */
export type Verdict = 'clean' | 'infected' | 'unknown';

/** Looks for malware in what was uploaded. */
export interface Scanner {
  /** @param path of a blob of the tenant's. @throws FleetError `not-found` when there is no such blob */
  scan(tenantId: string, path: string): Promise<Verdict>;
}
