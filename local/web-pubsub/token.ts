import { createHmac, timingSafeEqual } from 'node:crypto';

export type Claims = Readonly<Record<string, unknown>>;

const CLOCK_SKEW_SECONDS = 300;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const decode = (part: string): Claims | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // not JSON, hence not a token: the caller answers 401
  }
};

const signatureOf = (text: string, key: string) => createHmac('sha256', key).update(text).digest();

/** A JWT signed with HS256. */
export const signToken = (claims: Claims, key: string): string => {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${signatureOf(text, key).toString('base64url')}`;
};

/** The claims of a valid token; undefined when it is malformed, forged, expired or not yet valid. `now` in ms. */
export const verifyToken = (token: string, key: string, now: number): Claims | undefined => {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0) return undefined;

  const expected = signatureOf(`${header}.${payload}`, key);
  const actual = Buffer.from(signature, 'base64url');
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
  if (decode(header)?.alg !== 'HS256') return undefined;

  const claims = decode(payload);
  const seconds = now / 1000;
  const { exp, nbf } = claims ?? {};
  if (typeof exp !== 'number' || exp <= seconds) return undefined;
  if (typeof nbf === 'number' && nbf > seconds + CLOCK_SKEW_SECONDS) return undefined;
  return claims;
};

/** A claim that may be absent, one text or many. */
export const textsOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((value) => value !== undefined && value !== null).map(String);

const LOOPBACK = /^(?:localhost|127\.0\.0\.1)(?=:|$)/;

const addressOf = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { host, pathname } = new URL(text);
  return `${host.replace(LOOPBACK, 'loopback')}${pathname.replace(/\/$/, '')}`;
};

/** Whether the token was made for this address. The query does not count, nor which name of this machine was used. */
export const isMeantFor = (claims: Claims, url: string): boolean => {
  const wanted = addressOf(url);
  return wanted !== undefined && textsOf(claims.aud).some((audience) => addressOf(audience) === wanted);
};
