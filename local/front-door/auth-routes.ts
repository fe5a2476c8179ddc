import type { ServerResponse } from 'node:http';
import { redirect, send, sendPage } from './answers.ts';
import { type DemoUser, noticePage, signInPage } from './pages.ts';
import type { ClientPrincipal, createSessions } from './session.ts';

const HERE = 'http://front-door.invalid';
const LOGIN = '/.auth/login/aad';

/**
 * Where to go after signing in or out: a path of this site, normalised. Undefined when `text` leads anywhere else;
 * the URL parser decides, so that `//host`, `/\host` and `/<tab>/host` are seen for what a browser makes of them.
 */
export const redirectTarget = (text: string): string | undefined => {
  if (!text.startsWith('/') || !URL.canParse(text, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, HERE);
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : undefined;
};

/** The pages and answers below `/.auth`, which belong to the platform and not to the app. */
export const createAuthRoutes = (users: readonly DemoUser[], sessions: ReturnType<typeof createSessions>) => {
  const login = (response: ServerResponse, target: string, wanted: string | null) => {
    const user = users.find(({ email }) => email.toLowerCase() === wanted?.toLowerCase());
    if (user) return redirect(response, target, { 'set-cookie': sessions.open(user.email) });
    const hrefOf = (email: string) =>
      `${LOGIN}?${new URLSearchParams({ user: email, post_login_redirect_uri: target })}`;
    const hint = wanted === null ? undefined : `'${wanted}' is not a demo user. Pick somebody else.`;
    sendPage(response, hint === undefined ? 200 : 403, signInPage(users, hrefOf, hint));
  };

  return (response: ServerResponse, path: string, query: URLSearchParams, principal: ClientPrincipal | undefined) => {
    const me = JSON.stringify({ clientPrincipal: principal ?? null });
    if (path === '/.auth/me') return send(response, 200, 'application/json; charset=utf-8', me);
    if (path !== LOGIN && path !== '/.auth/logout')
      return sendPage(response, 404, noticePage('Not found', `Nothing is served at ${path}.`));
    const name = path === LOGIN ? 'post_login_redirect_uri' : 'post_logout_redirect_uri';
    const target = redirectTarget(query.get(name) ?? '/');
    if (target === undefined) sendPage(response, 400, noticePage('Not here', `${name} must be a path of this site.`));
    else if (path === LOGIN) login(response, target, query.get('user'));
    else redirect(response, target, { 'set-cookie': sessions.close() });
  };
};
