import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { type ClientPrincipal, principalOf } from './principal.ts';

const COOKIE = 'StaticWebAppsAuthCookie';
const LIFETIME_SECONDS = 8 * 60 * 60;
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/** Signed cookies that say who is signed in, for eight hours. */
export interface Sessions {
  /** The `Set-Cookie` value that signs somebody in. */
  open(identityProvider: string, email: string): string;
  /** The `Set-Cookie` value that signs out. */
  close(): string;
  /** Who a `Cookie` header belongs to: nobody when the cookie is missing, forged or expired. */
  read(cookies: string | undefined): ClientPrincipal | undefined;
}

interface Session {
  readonly provider: string;
  readonly email: string;
  readonly expiresAt: number;
}

const isSession = (value: unknown): value is Session =>
  typeof value === 'object' &&
  value !== null &&
  'provider' in value &&
  typeof value.provider === 'string' &&
  'email' in value &&
  typeof value.email === 'string' &&
  'expiresAt' in value &&
  typeof value.expiresAt === 'number';

const cookieValue = (cookies: string, name: string): string | undefined =>
  cookies
    .split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1);

export const createSessions = (key: Buffer, clock: Clock): Sessions => {
  const signatureOf = (payload: string) => createHmac('sha256', key).update(payload).digest();

  const verified = (cookie: string): Session | undefined => {
    const [payload = '', signature = ''] = cookie.split('.', 2);
    const expected = signatureOf(payload);
    const actual = Buffer.from(signature, 'base64url');
    if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
    const session: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return isSession(session) ? session : undefined;
  };

  return {
    open(provider, email) {
      const session: Session = { provider, email, expiresAt: clock.now() + LIFETIME_SECONDS * 1000 };
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
      const value = `${payload}.${signatureOf(payload).toString('base64url')}`;
      return `${COOKIE}=${value}; ${ATTRIBUTES}; Max-Age=${LIFETIME_SECONDS}`;
    },
    close: () => `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`,
    read(cookies = '') {
      const cookie = cookieValue(cookies, COOKIE);
      const session = cookie === undefined ? undefined : verified(cookie);
      if (!session || session.expiresAt <= clock.now()) return undefined;
      return principalOf(session.provider, session.email);
    },
  };
};
