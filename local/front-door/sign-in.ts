import { createHash, createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../shared/clock.ts';
import { redirect, send, sendPage } from './answers.ts';
import { type DemoUser, noticePage, signInPage } from './pages.ts';

const COOKIE = 'StaticWebAppsAuthCookie';
const LIFETIME_SECONDS = 8 * 60 * 60;
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/** Who is signed in, as `/.auth/me` and the API are told. */
const principalOf = (email: string, roles: readonly string[]) => ({
  identityProvider: 'aad',
  userId: createHash('sha256').update(`aad:${email.toLowerCase()}`).digest('hex').slice(0, 32),
  userDetails: email,
  userRoles: ['anonymous', 'authenticated', ...roles],
});

export type ClientPrincipal = ReturnType<typeof principalOf>;

/** Signed cookies that say who is signed in, for eight hours. */
export const createSessions = (key: string, clock: Clock) => {
  const signatureOf = (payload: string) => createHmac('sha256', key).update(payload).digest('base64url');
  return {
    /** The `Set-Cookie` value that signs somebody in; `roles` are what the app says of this session. */
    open(email: string, roles: readonly string[]): string {
      const session = { email, roles, expiresAt: clock.now() + LIFETIME_SECONDS * 1000 };
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
      const { email, roles = [], expiresAt } = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return expiresAt > clock.now() ? principalOf(email, roles) : undefined;
    },
  };
};

const HERE = 'http://front-door.invalid';
const LOGIN = '/.auth/login/aad';

/** A path of this site, normalised; undefined when it leads elsewhere. The URL parser sees `//host`, `/\host` and `/<tab>/host` as a browser does. */
export const redirectTarget = (text: string): string | undefined => {
  if (!text.startsWith('/') || !URL.canParse(text, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, HERE);
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : undefined;
};

/** What `rolesSource` says of whoever has just signed in. A session of which it says nothing begins all the same. */
export const rolesFrom = (source: URL, headers: Record<string, string>) => async (email: string) => {
  const { userRoles: _, ...who } = principalOf(email, []);
  try {
    const answer = await fetch(source, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...who, claims: [] }),
    });
    return z.object({ roles: z.array(z.string()) }).parse(await answer.json()).roles;
  } catch (error) {
    console.error(`front door: ${source.pathname} says nothing of a sign-in: ${(error as Error).message}`);
    return [];
  }
};

/** The pages and answers below `/.auth`, which belong to the platform and not to the app. */
export const createAuthRoutes = (
  users: readonly DemoUser[],
  sessions: ReturnType<typeof createSessions>,
  rolesOf: (email: string) => Promise<readonly string[]>,
) => {
  const login = async (response: ServerResponse, target: string, wanted: string | null) => {
    const user = users.find(({ email }) => email.toLowerCase() === wanted?.toLowerCase());
    if (user) return redirect(response, target, { 'set-cookie': sessions.open(user.email, await rolesOf(user.email)) });
    const hrefOf = (email: string) =>
      `${LOGIN}?${new URLSearchParams({ user: email, post_login_redirect_uri: target })}`;
    const hint = wanted === null ? undefined : `'${wanted}' is not a demo user. Pick somebody else.`;
    sendPage(response, hint === undefined ? 200 : 403, signInPage(users, hrefOf, hint));
  };

  return async (
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
    principal: ClientPrincipal | undefined,
  ) => {
    const me = JSON.stringify({ clientPrincipal: principal ?? null });
    if (path === '/.auth/me') return send(response, 200, 'application/json; charset=utf-8', me);
    if (path !== LOGIN && path !== '/.auth/logout')
      return sendPage(response, 404, noticePage('Not found', `Nothing is served at ${path}.`));
    const name = path === LOGIN ? 'post_login_redirect_uri' : 'post_logout_redirect_uri';
    const target = redirectTarget(query.get(name) ?? '/');
    if (target === undefined) sendPage(response, 400, noticePage('Not here', `${name} must be a path of this site.`));
    else if (path === LOGIN) await login(response, target, query.get('user'));
    else redirect(response, target, { 'set-cookie': sessions.close() });
  };
};
