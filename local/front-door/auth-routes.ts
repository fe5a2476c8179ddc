import type { IncomingMessage, ServerResponse } from 'node:http';
import { redirect, sendHtml, sendJson } from './answers.ts';
import { noticePage } from './page.ts';
import type { ClientPrincipal, DemoUser } from './principal.ts';
import { redirectTarget } from './redirect-target.ts';
import type { Sessions } from './session.ts';
import { signInPage } from './sign-in-page.ts';

export type Users = readonly DemoUser[] | (() => Promise<readonly DemoUser[]>);

interface AuthVisit {
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly principal: ClientPrincipal | undefined;
}

const PROVIDERS: ReadonlySet<string> = new Set(['aad', 'apple', 'facebook', 'github', 'google', 'twitter']);
const HOME = { href: '/', label: 'Back to the start page' };

const listed = (users: Users) => (typeof users === 'function' ? users() : Promise.resolve(users));

/** Runs `go` with the redirect target the query names, `/` by default; answers 400 when it leads off this site. */
const withTarget = ({ query, response }: AuthVisit, name: string, go: (target: string) => void) => {
  const text = query.get(name) ?? '/';
  const target = redirectTarget(text);
  if (target !== undefined) return go(target);
  sendHtml(
    response,
    400,
    noticePage('That address is not here', `${name} must be a path of this site, not '${text}'.`, HOME),
  );
};

const signInUrl = (provider: string, target: string, email?: string): string => {
  const query = new URLSearchParams({
    ...(email === undefined ? {} : { user: email }),
    post_login_redirect_uri: target,
  });
  return `/.auth/login/${provider}?${query}`;
};

/** The pages and answers below `/.auth`, which belong to the platform and not to the app. */
export const createAuthRoutes = (users: Users, sessions: Sessions) => {
  const login = async (provider: string, visit: AuthVisit) => {
    const { query, response } = visit;
    const known = await listed(users);
    withTarget(visit, 'post_login_redirect_uri', (target) => {
      const wanted = query.get('user');
      if (wanted === null)
        return sendHtml(
          response,
          200,
          signInPage(known, ({ email }) => signInUrl(provider, target, email)),
        );
      const user = known.find(({ email }) => email.toLowerCase() === wanted.toLowerCase());
      if (user) return redirect(response, 302, target, { 'set-cookie': sessions.open(provider, user.email) });
      const others = { href: signInUrl(provider, target), label: 'Pick somebody else' };
      return sendHtml(response, 403, noticePage('Nobody of that name', `'${wanted}' is not a demo user.`, others));
    });
  };

  return async (request: IncomingMessage, path: string, visit: AuthVisit): Promise<void> => {
    const { response, principal } = visit;
    const [area = '', provider = '', ...rest] = path.split('/').slice(2);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendHtml(response, 405, noticePage('Not like this', `${path} takes GET only.`, HOME), {
        allow: 'GET, HEAD',
      });
    if (area === 'login' && PROVIDERS.has(provider) && rest.length === 0) return login(provider, visit);
    if (area === 'me') return sendJson(response, 200, { clientPrincipal: principal ?? null });
    if (area === 'logout')
      return withTarget(visit, 'post_logout_redirect_uri', (target) =>
        redirect(response, 302, target, { 'set-cookie': sessions.close() }),
      );
    sendHtml(response, 404, noticePage('Not found', `Nothing is served at ${path}.`, HOME));
  };
};
