/** How much may be asked: a bucket of `burst` tokens that fills with `perSecond`; one request takes one token. */
export interface Policy {
  /** What it is called in `RateLimit-Policy` and in the store. */
  readonly name: string;
  readonly perSecond: number;
  readonly burst: number;
}

/** How much of the bucket one client may use while others of its company are asking. Alone it may use all of it. */
export const SHARE = 0.5;

/** For so long after its last request a client counts as asking. */
export const ASKING_MS = 10_000;

/** How many tokens an instance takes from the bucket at once: a twentieth, so at full speed it asks three times a second. */
export const chunkOf = ({ burst }: Policy): number => Math.max(1, Math.floor(burst / 20));

/**
 * By how many requests all instances together may exceed a policy, in any stretch of time: each may begin it with a chunk that it
 * holds already, and end it with a chunk on credit, so `admitted <= burst + perSecond * seconds + 2 * instances * chunk`.
 * Clocks that differ by `s` seconds add `perSecond * s`. While the store does not answer, each instance by itself keeps to the policy.
 */
export const errorOf = (policy: Policy, instances: number): number => 2 * instances * chunkOf(policy);
