import type { Caller } from '../identity/caller.ts';
import { FleetError } from '../kernel/errors.ts';
import { type Limiter, limiter } from '../limits/limiter.ts';
import { type Policy, SHARE } from '../limits/policy.ts';
import type { Verdict } from '../limits/pool.ts';
import { perServices } from '../services.ts';

/** What a request is counted as: a position that comes in, or anything else. */
export type Counted = 'api' | 'ingest';

interface Counter {
  readonly limiter: Limiter;
  /** `RateLimit-Policy`: the company's bucket, and a client's share of it. */
  readonly policy: string;
}

const SECONDS_PER_MINUTE = 60;
/** A bucket holds what comes in within six seconds. */
const BURST_SECONDS = 6;

const policyOf = (name: Counted, perMinute: number): Policy => {
  const perSecond = perMinute / SECONDS_PER_MINUTE;
  return { name, perSecond, burst: Math.max(1, Math.floor(perSecond * BURST_SECONDS)) };
};

const clientOf = (name: string): string => `${name}-client`;

/** There are no plans yet, so every company has the same limits. */
const countersOf = perServices((services): Record<Counted, Counter> => {
  const counter = (policy: Policy): Counter => {
    const { name, burst, perSecond } = policy;
    const window = Math.max(1, Math.round(burst / perSecond));
    const quotas = `"${name}";q=${burst};w=${window}, "${clientOf(name)}";q=${Math.floor(burst * SHARE)};w=${window}`;
    return { limiter: limiter(policy, services), policy: quotas };
  };
  const { apiPerMinute, ingestPerMinute } = services.settings.limits;
  return { api: counter(policyOf('api', apiPerMinute)), ingest: counter(policyOf('ingest', ingestPerMinute)) };
});

/**
 * draft-ietf-httpapi-ratelimit-headers-10, whose two fields newer clients read, and the three of its earlier versions, which most read still. `t` and
 * `RateLimit-Reset` are the seconds until there is more.
 */
const headersOf = (quotas: string, { policy, remaining, seconds, shared }: Verdict): Record<string, string> => {
  const limit = shared ? Math.floor(policy.burst * SHARE) : policy.burst;
  // What is leased comes on top of what is left in the bucket; a reader takes more than the limit for a mistake.
  const left = Math.min(limit, remaining);
  return {
    'ratelimit-policy': quotas,
    ratelimit: `"${shared ? clientOf(policy.name) : policy.name}";r=${left};t=${seconds}`,
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(left),
    'ratelimit-reset': String(seconds),
  };
};

/** What counting a request came to. */
export interface Count {
  readonly headers: Readonly<Record<string, string>>;
  /** @throws FleetError `too-many` when the request is one too many. */
  check(): void;
}

/** Counts a request of a caller whose company is known. Asks nobody and waits for nobody. */
export const countOf = (services: Parameters<typeof countersOf>[0], caller: Caller, counted: Counted): Count => {
  const counter = countersOf(services)[counted];
  const verdict = counter.limiter.take(caller.tenantId, caller.actor);
  return {
    headers: headersOf(counter.policy, verdict),
    check() {
      if (verdict.allowed) return;
      const { seconds, shared } = verdict;
      const message = shared
        ? 'You have used your share of what your company may ask; others are asking too.'
        : 'Your company asks more than it may at once.';
      throw new FleetError('too-many', 'limits/too-many', message, { retryAfterSeconds: seconds, shared });
    },
  };
};
