import { LRUCache } from 'lru-cache';
import type { Documents, Stored } from '../documents/documents.ts';
import { digestOf } from '../kernel/digest.ts';
import { isKind } from '../kernel/errors.ts';
import type { Log } from '../observability/log.ts';
import { type Bucket, lease } from './bucket.ts';
import type { Policy } from './policy.ts';
import { Pool, type Verdict } from './pool.ts';

export interface Limiter {
  /** One request of a company's client. Answers at once: the store is asked beside it, once for many requests. */
  take(tenantId: string, client: string): Verdict;
  /** Resolves when nothing is being asked of the store. */
  settled(): Promise<void>;
}

export interface LimiterPorts {
  readonly operations: Documents;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Not asked again for so long after it had nothing, or did not answer. */
const PAUSE_MS = 250;
const OUTAGE_PAUSE_MS = 1_000;
const MAX_ATTEMPTS = 5;
const MAX_TENANTS = 10_000;
/** A bucket fills within seconds: one that nobody has asked for so long is full, which is what its absence says. */
const KEEP_SECONDS = 3_600;

/** Names of clients are addresses of people. */
const keyOf = (client: string) => digestOf(client).slice(0, 16);

/** One company's share of the work: its pool, and what was last read and written of its bucket. */
interface Account {
  readonly pool: Pool;
  stored: Stored<Bucket> | undefined;
  fetching: Promise<void> | undefined;
  /** No earlier than this is the store asked again. */
  notBefore: number;
  /** When tokens last came, from wherever. */
  suppliedAt: number;
}

/**
 * A token bucket for each company that holds across instances: one small document each, from which every instance takes tokens in chunks, on the
 * condition that nobody else did meanwhile. `errorOf` says how far off all of them together may be. While the store does not answer, every
 * instance lets through by itself what the policy allows: a company must not stand still because we cannot count.
 */
export const limiter = (policy: Policy, { operations, clock, log }: LimiterPorts): Limiter => {
  const accounts = new LRUCache<string, Account>({ max: MAX_TENANTS });
  const fetches = new Set<Promise<void>>();

  const open = (tenantId: string, now: number): Account => {
    const account: Account = {
      pool: new Pool(policy, keyOf, now),
      stored: undefined,
      fetching: undefined,
      notBefore: 0,
      suppliedAt: now - (policy.burst / policy.perSecond) * 1000,
    };
    accounts.set(tenantId, account);
    return account;
  };

  /** The bucket as it was last written by us is good enough to begin with: who has moved it meanwhile makes the write fail. */
  const fetchOnce = async (tenantId: string, account: Account): Promise<void> => {
    const { pool } = account;
    const partition = operations.in(tenantId, 'limits');
    const reports = pool.report();
    try {
      for (let attempt = 1; ; attempt++) {
        const stored = account.stored ?? (await partition.get<Bucket>(policy.name));
        const now = clock().getTime();
        const { bucket, granted } = lease(policy, stored?.doc, pool.wanted, reports, now);
        try {
          const condition = stored ? { ifMatch: stored.etag } : { create: true };
          const etag = await partition.put(policy.name, bucket, { ...condition, keepSeconds: KEEP_SECONDS });
          account.stored = { doc: bucket, etag };
          account.suppliedAt = now;
          account.notBefore = granted > 0 ? 0 : now + PAUSE_MS;
          pool.granted(granted, bucket, bucket.clients, now);
          return;
        } catch (error) {
          account.stored = undefined;
          if (!isKind(error, 'stale') || attempt === MAX_ATTEMPTS) throw error;
        }
      }
    } catch (error) {
      pool.untold(reports);
      throw error;
    }
  };

  const helpOut = (account: Account, error: unknown): void => {
    const now = clock().getTime();
    account.pool.helpOut((Math.max(0, now - account.suppliedAt) / 1000) * policy.perSecond);
    account.suppliedAt = now;
    account.notBefore = now + OUTAGE_PAUSE_MS;
    if (!isKind(error, 'stale'))
      log.warn('Requests are counted by each instance alone', { policy: policy.name, error });
  };

  const fetchTokens = (tenantId: string, account: Account): void => {
    const fetching = fetchOnce(tenantId, account)
      .catch((error: unknown) => helpOut(account, error))
      .finally(() => {
        account.fetching = undefined;
        fetches.delete(fetching);
      });
    account.fetching = fetching;
    fetches.add(fetching);
  };

  return {
    take(tenantId, client) {
      const now = clock().getTime();
      const account = accounts.get(tenantId) ?? open(tenantId, now);
      const isDue = now >= account.notBefore;
      const verdict = account.pool.take(client, now, isDue || account.fetching !== undefined);
      if (account.pool.isLow && isDue && !account.fetching) fetchTokens(tenantId, account);
      return verdict;
    },
    async settled() {
      while (fetches.size > 0) await Promise.all(fetches);
    },
  };
};
