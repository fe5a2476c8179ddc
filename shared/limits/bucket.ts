import { ASKING_MS, type Policy, SHARE } from './policy.ts';

/** What is known of one client: how much it has used lately, draining with its share of the rate; and when it last asked. */
export interface Use {
  readonly level: number;
  /** When `level` was so, milliseconds. */
  readonly at: number;
  readonly asked: number;
}

/** A company's bucket as it is stored, for all instances. Clients are named by a digest. */
export interface Bucket {
  readonly tokens: number;
  /** When there were so many, milliseconds. */
  readonly at: number;
  readonly clients: Readonly<Record<string, Use>>;
}

/** What an instance has admitted since it last told, and who has asked, also in vain. */
export interface Report {
  readonly client: string;
  readonly spent: number;
  readonly asked: number;
}

/** A document stays small: whoever uses little needs no cap, so only the largest users are kept, and who asked last. */
const MAX_CLIENTS = 64;
const LAST_ASKING = 2;

/** The tokens of a bucket after some time. A clock that is behind takes nothing away. */
export const tokensAt = ({ perSecond, burst }: Policy, { tokens, at }: Pick<Bucket, 'tokens' | 'at'>, now: number) =>
  Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * perSecond);

/** What is left by now of what a client has used. */
export const levelAt = ({ perSecond }: Policy, { level, at }: Use, now: number): number =>
  Math.max(0, level - (Math.max(0, now - at) / 1000) * perSecond * SHARE);

/** A client's use with `spent` tokens more. Used up it is never for longer than the bucket is deep: whoever was alone must not pay for it for minutes. */
export const used = (policy: Policy, use: Use | undefined, spent: number, now: number): Use => ({
  level: Math.min(policy.burst, (use ? levelAt(policy, use, now) : 0) + spent),
  at: now,
  asked: use?.asked ?? now,
});

const merged = (policy: Policy, clients: Bucket['clients'], reports: readonly Report[], now: number) => {
  const all = new Map(Object.entries(clients));
  for (const { client, spent, asked } of reports) {
    const before = all.get(client);
    all.set(client, { ...used(policy, before, spent, now), asked: Math.max(before?.asked ?? 0, asked) });
  }
  const alive = [...all].filter(([, use]) => levelAt(policy, use, now) > 0 || now - use.asked < ASKING_MS);
  if (alive.length <= MAX_CLIENTS) return Object.fromEntries(alive);
  const byUse = alive.toSorted(([, a], [, b]) => levelAt(policy, b, now) - levelAt(policy, a, now));
  const byTime = alive.toSorted(([, a], [, b]) => b.asked - a.asked);
  return Object.fromEntries([...byUse.slice(0, MAX_CLIENTS - LAST_ASKING), ...byTime.slice(0, LAST_ASKING)]);
};

/** Takes up to `wanted` whole tokens out of the bucket; one that is not there yet is full. */
export const lease = (
  policy: Policy,
  bucket: Bucket | undefined,
  wanted: number,
  reports: readonly Report[],
  now: number,
): { readonly bucket: Bucket; readonly granted: number } => {
  const tokens = bucket ? tokensAt(policy, bucket, now) : policy.burst;
  const granted = Math.max(0, Math.min(wanted, Math.floor(tokens)));
  const clients = merged(policy, bucket?.clients ?? {}, reports, now);
  return { granted, bucket: { tokens: tokens - granted, at: Math.max(now, bucket?.at ?? 0), clients } };
};
