import { redirectTarget } from '../../../local/front-door/sign-in.ts';
import { manualClock } from '../../../local/shared/clock.ts';
import { covered, refused } from '../conformance.ts';
import { openSite, PROOF, type Site, startApi } from './harness.ts';

const HOUR = 60 * 60 * 1000;
const principalOf = (body: string) => JSON.parse(body).clientPrincipal;

const clock = manualClock();
let site: Site;
beforeAll(async () => {
  site = await openSite({ clock });
});
afterAll(() => site.close());

const me = async (headers = {}) => principalOf((await site.get('/.auth/me', { headers })).body);

describe(covered('Sign-in page with the demo users, in place of the provider'), () => {
  it('is a page that lists the users by company, escaped, and loads nothing from elsewhere', async () => {
    const { status, body, headers } = await site.get('/.auth/login/aad?post_login_redirect_uri=/vehicles');
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    const landmarks = [
      '<h2>Acme</h2>',
      'ann@acme.example',
      'owner',
      'bob@acme.example',
      'driver',
      '<h2>Globex &#38; Co</h2>',
      '&#60;b&#62;viewer&#60;/b&#62;',
    ];
    const positions = landmarks.map((text) => body.indexOf(text));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).not.toContain(-1);
    expect(body).toContain('user=ann%40acme.example&#38;post_login_redirect_uri=%2Fvehicles');
    expect(body).not.toMatch(/https?:|<script/);
  });
});

describe(covered('rolesSource: the API is asked at every sign-in, and nobody else may ask it'), () => {
  const config = {
    auth: { rolesSource: '/api/roles', identityProviders: { azureActiveDirectory: { registration: {} } } },
  };

  it('and what it answers is part of the session', async () => {
    const asked: string[] = [];
    const api = await startApi(async (request, response) => {
      const body = JSON.parse((await request.toArray()).join(''));
      asked.push(`${request.method} ${request.url} ${body.userDetails} ${request.headers['x-wayfleet-front-door']}`);
      response.end(JSON.stringify({ roles: [`signed-in-${asked.length}`] }));
    });
    const site = await openSite({ config, api: api.url });
    const first = await site.signIn('ann@acme.example');
    const second = await site.signIn('ann@acme.example');
    const rolesOf = async (headers: { cookie: string }) =>
      principalOf((await site.get('/.auth/me', { headers })).body).userRoles;
    expect(await rolesOf(first)).toEqual(['anonymous', 'authenticated', 'signed-in-1']);
    expect(await rolesOf(second)).toEqual(['anonymous', 'authenticated', 'signed-in-2']);
    expect(asked[0]).toBe(`POST /api/roles ann@acme.example ${PROOF}`);

    expect((await site.get('/api/roles', { method: 'POST', headers: first })).status).toBe(403);
    expect((await site.get('/api//roles', { method: 'POST' })).status).toBe(401);
    expect(asked.length).toBe(2);
    await site.close();
    await api.close();
  });

  it('whoever it says nothing of is signed in all the same', async () => {
    const site = await openSite({ config });
    const headers = await site.signIn('ann@acme.example');
    expect(principalOf((await site.get('/.auth/me', { headers })).body).userRoles).toEqual([
      'anonymous',
      'authenticated',
    ]);
    await site.close();
  });
});

describe(covered('/.auth/login/aad, /.auth/me and /.auth/logout'), () => {
  it('takes one click, then the browser is somebody', async () => {
    expect(await me()).toBeNull();
    const answer = await site.get('/.auth/login/aad?user=ANN@acme.example&post_login_redirect_uri=/vehicles?a=1%26b=2');
    expect(answer).toMatchObject({ status: 302, headers: { location: '/vehicles?a=1&b=2' } });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^StaticWebAppsAuthCookie=.*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/);
    expect(await me({ cookie: `theme=dark; ${cookie.split(';')[0]}` })).toEqual({
      identityProvider: 'aad',
      userId: expect.stringMatching(/^[0-9a-f]{32}$/),
      userDetails: 'ann@acme.example',
      userRoles: ['anonymous', 'authenticated'],
    });
  });

  it('gives everybody an id of their own, the same every time', async () => {
    const ids = [];
    for (const email of ['ann@acme.example', 'bob@acme.example', 'ann@acme.example'])
      ids.push((await me(await site.signIn(email))).userId);
    expect(ids[0]).toBe(ids[2]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('ends by signing out', async () => {
    const { status, headers } = await site.get('/.auth/logout?post_logout_redirect_uri=/bye');
    expect([status, headers.location]).toEqual([302, '/bye']);
    expect(headers['set-cookie']?.[0]).toMatch(/^StaticWebAppsAuthCookie=; .*Max-Age=0$/);
  });
});

describe(covered('The session: a signed cookie, for eight hours'), () => {
  it('ends after eight hours', async () => {
    const headers = await site.signIn('ann@acme.example');
    clock.advance(8 * HOUR - 1);
    expect(await me(headers)).not.toBeNull();
    clock.advance(1);
    expect(await me(headers)).toBeNull();
  });

  it('cannot be forged', async () => {
    const { cookie } = await site.signIn('ann@acme.example');
    const [payload = '', signature = ''] = cookie.split('.');
    const name = 'StaticWebAppsAuthCookie';
    const bob = Buffer.from(JSON.stringify({ provider: 'aad', email: 'bob@acme.example', expiresAt: 9e15 })).toString(
      'base64url',
    );
    const principal = Buffer.from(JSON.stringify({ identityProvider: 'aad', userRoles: ['authenticated'] })).toString(
      'base64',
    );
    for (const forged of [`${name}=${bob}.${signature}`, payload, `${payload}.`, `${name}=${principal}`, `${name}=`])
      expect(await me({ cookie: forged })).toBeNull();
    expect(await me({ 'x-ms-client-principal': principal })).toBeNull();
  });
});

describe(refused('Other providers, and strangers'), () => {
  it('answers 403 to a stranger and 404 to a provider that does not exist', async () => {
    const stranger = await site.get('/.auth/login/aad?user=<script>');
    expect(stranger).toMatchObject({ status: 403, body: expect.stringContaining('&#60;script&#62;') });
    expect(stranger.headers).not.toHaveProperty('set-cookie');
    for (const provider of ['myspace', 'github'])
      expect(await site.get(`/.auth/login/${provider}`)).toMatchObject({ status: 404 });
    expect(await site.get('/.auth/other')).toMatchObject({ status: 404 });
    expect(await site.get('/.auth/login/aad', { method: 'POST' })).toMatchObject({ status: 405 });
  });
});

describe(covered('Redirects after signing in and out stay on this site'), () => {
  it.each([
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '/%09/evil.example',
    'evil',
    '/.//evil.example',
  ])('leads nowhere else: %s', async (target) => {
    for (const path of [
      `/.auth/login/aad?user=ann@acme.example&post_login_redirect_uri=${target}`,
      `/.auth/logout?post_logout_redirect_uri=${target}`,
    ]) {
      const { status, headers } = await site.get(path);
      expect([status, headers.location, headers['set-cookie']]).toEqual([400, undefined, undefined]);
    }
  });

  it('keeps path, query and fragment of a target on this site', () => {
    expect(redirectTarget('/a/b?c=%2F#d')).toBe('/a/b?c=%2F#d');
  });
});

describe(covered('Sessions survive a restart'), () => {
  it('survives a restart with the same key, and not otherwise', async () => {
    const restarted = async (options: { sessionKey?: string }) => {
      const first = await openSite(options);
      const headers = await first.signIn('ann@acme.example');
      await first.close();
      const second = await openSite(options);
      const { body } = await second.get('/.auth/me', { headers });
      await second.close();
      return principalOf(body)?.userDetails;
    };
    expect(await restarted({ sessionKey: 'kept' })).toBe('ann@acme.example');
    expect(await restarted({})).toBeUndefined();
  });
});
