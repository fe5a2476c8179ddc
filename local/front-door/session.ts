import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';

const COOKIE = 'StaticWebAppsAuthCookie';
const LIFETIME_SECONDS = 8 * 60 * 60;
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/** Who is signed in, as `/.auth/me` and the API are told. */
const principalOf = (email: string) => ({
  identityProvider: 'aad',
  userId: createHash('sha256').update(`aad:${email.toLowerCase()}`).digest('hex').slice(0, 32),
  userDetails: email,
  userRoles: ['anonymous', 'authenticated'],
});

export type ClientPrincipal = ReturnType<typeof principalOf>;

/** Signed cookies that say who is signed in, for eight hours. */
export const createSessions = (key: string, clock: Clock) => {
  const signatureOf = (payload: string) => createHmac('sha256', key).update(payload).digest('base64url');
  return {
    /** The `Set-Cookie` value that signs somebody in. */
    open(email: string): string {
      const session = { email, expiresAt: clock.now() + LIFETIME_SECONDS * 1000 };
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
      return `${COOKIE}=${payload}.${signatureOf(payload)}; ${ATTRIBUTES}; Max-Age=${LIFETIME_SECONDS}`;
    },
    /** The `Set-Cookie` value that signs out. */
    close: () => `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`,
    /** Who a `Cookie` header belongs to: nobody when the cookie is missing, forged or expired. */
    read(cookies = ''): ClientPrincipal | undefined {
      const [, payload, signature] =
        new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)\\.([\\w-]+)\\s*(?:;|$)`).exec(cookies) ?? [];
      if (payload === undefined || signature !== signatureOf(payload)) return undefined;
      const { email, expiresAt } = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return expiresAt > clock.now() ? principalOf(email) : undefined;
    },
  };
};
