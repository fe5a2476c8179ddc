import type { Outgoing } from '../../shared/messaging/bus.ts';
import { sessionOf, type WakeUp } from './messages.ts';

/** How far the clocks of two machines may differ without a wake-up being missed. */
const SKEW_MS = 250;

/** The time bucket that `at` (milliseconds) lies in. */
export const bucketOf = (at: number, seconds: number): number => Math.floor(at / (seconds * 1000));

/**
 * The one wake-up of a shard in a time bucket. Whoever has put a fix into the shard's session sends it; duplicate detection lets the first
 * through. It is due when the bucket ends, so every fix of the bucket is in the queue by then and none waits for the next.
 */
export const wakeUpFor = ({ tenantId, shard }: WakeUp, bucket: number, seconds: number): Outgoing => ({
  body: { tenantId, shard },
  messageId: `${sessionOf(tenantId, shard)}@${bucket}`,
  dueAt: new Date((bucket + 1) * seconds * 1000 + SKEW_MS),
});
