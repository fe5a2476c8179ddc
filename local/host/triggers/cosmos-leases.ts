import type { Container } from '@azure/cosmos';

/** How far one feed range of a monitored container has been read, as kept in the lease container. */
export interface Lease {
  readonly id: string;
  readonly LeaseToken: string;
  /** Absent until the range has been read for the first time. */
  readonly ContinuationToken?: string;
  readonly Owner: string;
  readonly timestamp: string;
}

/** Somebody else has moved the lease on: another host reads the same feed with the same prefix. */
export class LeaseLost extends Error {}

export interface LeaseStore {
  read(leaseToken: string): Promise<string | undefined>;
  /** Saves a position. Rejects with `LeaseLost` when the lease is no longer as this host left it. */
  write(leaseToken: string, continuation: string): Promise<void>;
}

const statusOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Leases of one function; the prefix and the monitored container keep them apart from those of others. */
export const leaseStore = (leases: Container, prefix: string, monitored: string): LeaseStore => {
  const etags = new Map<string, string>();
  const idOf = (leaseToken: string) => `${prefix}${monitored}..${leaseToken}`;
  return {
    async read(leaseToken) {
      const id = idOf(leaseToken);
      const { resource, etag } = await leases.item(id, id).read<Lease>();
      if (!resource) return undefined;
      etags.set(leaseToken, etag);
      return resource.ContinuationToken;
    },
    async write(leaseToken, continuation) {
      const id = idOf(leaseToken);
      const lease: Lease = {
        id,
        LeaseToken: leaseToken,
        ContinuationToken: continuation,
        Owner: 'local-host',
        timestamp: new Date().toISOString(),
      };
      const known = etags.get(leaseToken);
      try {
        const { etag } = known
          ? await leases.item(id, id).replace(lease, { accessCondition: { type: 'IfMatch', condition: known } })
          : await leases.items.create(lease);
        etags.set(leaseToken, etag);
      } catch (error) {
        const status = statusOf(error);
        if (status === 412 || status === 409 || status === 404)
          throw new LeaseLost(`The lease ${id} has been changed by somebody else.`);
        throw error;
      }
    },
  };
};
