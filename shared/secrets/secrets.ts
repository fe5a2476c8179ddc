import type { Secret } from './secret.ts';

/** The secrets of one tenant. A name is any text; what it becomes in the vault has room for about 90 plain characters. */
export interface TenantSecrets {
  /**
   * The newest version, or the one that is named; undefined when there is none. Remembered for five minutes: so long another
   * instance may go on with what was replaced or removed here. What this instance writes it sees at once.
   */
  get(name: string, version?: string): Promise<Secret | undefined>;
  /** Adds a version. Older ones stay readable by their version. @throws FleetError `conflict` while the name is removed. */
  set(name: string, text: string): Promise<Secret>;
  /**
   * Adds the version that `make` makes, given the newest one. Two that rotate at once both succeed, and the later one is the newest:
   * a vault has no conditional writes.
   */
  rotate(name: string, make: (current: Secret | undefined) => string | Promise<string>): Promise<Secret>;
  /** Takes the secret away, with all versions, until it is restored. Removing what is not there is no error. */
  remove(name: string): Promise<void>;
  /** Brings back what was removed. @throws FleetError `not-found` when there is nothing to bring back. */
  restore(name: string): Promise<void>;
  /** Every name, sorted. Reads the list of the whole vault: for administration, not for requests. */
  names(): Promise<readonly string[]>;
}

/**
 * Secrets by tenant: there is no call without one.
 *
 * @example
 * const key = await services.secrets.in(caller.tenantId).get('webhooks/signing');
 * return hmac(key?.reveal(), payload);
 */
export interface Secrets {
  in(tenantId: string): TenantSecrets;
}

/** A flat store of secrets in versions, by names of letters, digits and hyphens that differ by more than case. */
export interface Vault {
  read(name: string, version?: string): Promise<Secret | undefined>;
  write(name: string, text: string): Promise<Secret>;
  remove(name: string): Promise<void>;
  restore(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}
