import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Provider } from './contract.ts';

/** A request that came to a webhook, as it came. */
export interface Delivery {
  header(name: string): string | null;
  readonly bytes: Buffer;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Prove = (delivery: Delivery, secret: string) => boolean;

/** What a signature of this age is refused, so that a request that somebody has caught cannot be sent again for ever; the clocks differ, too. */
const TOLERANCE_MS = 5 * 60_000;

/** In a time that does not depend on where they differ. Digests, because only texts of one length can be compared so. */
const isSame = (one: string, other: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};

/**
 * Samsara: `X-Samsara-Signature: v1=<hex>`, HMAC-SHA256 of `v1:<X-Samsara-Timestamp>:<body>` with the secret, which is base64. The timestamp is in seconds.
 * Source: https://developers.samsara.com/docs/webhooks
 */
const bySamsara: Prove = ({ header, bytes, now }, secret) => {
  const timestamp = header('x-samsara-timestamp') ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > TOLERANCE_MS) return false;
  const signed = createHmac('sha256', Buffer.from(secret, 'base64')).update(`v1:${timestamp}:`).update(bytes);
  return isSame(header('x-samsara-signature') ?? '', `v1=${signed.digest('hex')}`);
};

/**
 * Motive: `X-KT-Webhook-Signature: <hex>`, HMAC-SHA1 of the body with the secret as it is. It says no time, so an old request cannot be told from a new
 * one: the same fixes twice are the same fixes.
 * Source: https://developer.gomotive.com/reference/company-webhooks-overview
 */
const byMotive: Prove = ({ header, bytes }, secret) =>
  isSame(header('x-kt-webhook-signature') ?? '', createHmac('sha1', secret).update(bytes).digest('hex'));

/** The header that an HTTP stream of Flespi is told to send along. Not `authorization`, which front ends take for themselves. */
export const TOKEN_HEADER = 'x-webhook-token';

/**
 * Flespi signs nothing: a stream sends the headers that it was given, so the secret itself comes along.
 * Source: https://flespi.com/blog/get-data-in-your-platform-via-flespi-http-stream
 */
const byToken: Prove = ({ header }, secret) => isSame(header(TOKEN_HEADER) ?? '', secret);

const PROOFS: Readonly<Partial<Record<Provider, Prove>>> = { samsara: bySamsara, motive: byMotive, flespi: byToken };

/** Whether a delivery comes from who knows the secret. */
export const isProven = (provider: Provider, delivery: Delivery, secret: string): boolean =>
  secret !== '' && (PROOFS[provider]?.(delivery, secret) ?? false);
