import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../../local/front-door/config.ts';
import { compilePattern } from '../../../local/front-door/route-pattern.ts';
import { startFrontDoor } from '../../../local/front-door/server.ts';
import { openSite, type Site } from './harness.ts';

const CONFIG = {
  routes: [
    { route: '/old', redirect: '/new', statusCode: 301 },
    { route: '/login', redirect: '/.auth/login/aad' },
    { route: '/me', rewrite: '/.auth/me' },
    { route: '/start', rewrite: '/index.html' },
    { route: '/gone', statusCode: 404 },
    { route: '/admin/public.txt', allowedRoles: ['anonymous'] },
    { route: '/admin/*', methods: ['get'], allowedRoles: ['admin'] },
    { route: '/members/*', allowedRoles: ['authenticated'] },
    { route: '/assets/*', headers: { 'Cache-Control': 'immutable', 'X-Frame-Options': '' } },
  ],
  navigationFallback: { rewrite: '/index.html', exclude: ['/assets/*', '*.{txt,js}'] },
  responseOverrides: {
    '401': { redirect: '/.auth/login/aad?post_login_redirect_uri=.referrer' },
    '403': { rewrite: '/forbidden.html' },
    '404': { rewrite: '/404.html' },
  },
  globalHeaders: { 'X-Frame-Options': 'DENY', 'Content-Security-Policy': "default-src 'self'" },
};

describe('staticwebapp.config.json', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({
      config: CONFIG,
      files: {
        'index.html': 'home',
        '404.html': 'lost',
        'forbidden.html': 'no',
        'admin/secret.txt': 's',
        'members/list.txt': 'm',
        'assets/app.js': 'js',
      },
    });
  });
  afterAll(() => site.close());

  it('redirects and rewrites', async () => {
    expect(await site.get('/old')).toMatchObject({ status: 301, headers: { location: '/new' } });
    expect(await site.get('/login')).toMatchObject({ status: 302, headers: { location: '/.auth/login/aad' } });
    expect(await site.get('/start')).toMatchObject({ status: 200, body: 'home' });
    expect((await site.get('/me')).body).toBe('{"clientPrincipal":null}');
  });

  it('sends visitors who must sign in to the sign-in page, and brings them back', async () => {
    const back = encodeURIComponent('/members/list.txt?a=1');
    expect(await site.get('/members/list.txt?a=1')).toMatchObject({
      status: 302,
      headers: { location: `/.auth/login/aad?post_login_redirect_uri=${back}` },
    });
    const headers = await site.signIn('ann@acme.example');
    expect(await site.get('/members/list.txt', { headers })).toMatchObject({ status: 200, body: 'm' });
  });

  it('answers 403 to who is signed in but lacks the role', async () => {
    const headers = await site.signIn('ann@acme.example');
    expect(await site.get('/admin/secret.txt', { headers })).toMatchObject({ status: 403, body: 'no' });
  });

  it.each([
    '/admin/secret.txt',
    '/admin',
    '/admin/',
    '//admin/secret.txt',
    '/%61dmin/secret.txt',
    '/admin%2fsecret.txt',
    '/admin//secret.txt',
  ])('lets no spelling of a protected path through: %s', async (path) => {
    expect((await site.get(path)).status).toBe(302);
  });

  it('uses the first rule that matches path and method, and no other', async () => {
    expect(await site.get('/admin/public.txt')).toMatchObject({ status: 404 });
    expect(await site.get('/admin/secret.txt', { method: 'POST' })).toMatchObject({ status: 405 });
  });

  it('falls back to the app for addresses only the app knows', async () => {
    expect(await site.get('/vehicles/7')).toMatchObject({ status: 200, body: 'home' });
    for (const path of ['/assets/missing.js', '/missing.txt', '/deep/er/missing.js', '/gone'])
      expect(await site.get(path)).toMatchObject({ status: 404, body: 'lost' });
  });

  it('adds global headers, which a route may replace or take away', async () => {
    const { headers } = await site.get('/');
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'content-security-policy': "default-src 'self'" });
    const { headers: asset } = await site.get('/assets/app.js');
    expect(asset).toMatchObject({ 'cache-control': 'immutable', 'content-security-policy': "default-src 'self'" });
    expect(asset).not.toHaveProperty('x-frame-options');
    expect((await site.get('/missing.txt')).headers).toMatchObject({ 'x-frame-options': 'DENY' });
  });

  it('has an answer of its own where nothing is overridden', async () => {
    const plain = await openSite({ config: { routes: [{ route: '/admin/*', allowedRoles: ['admin'] }] } });
    expect(await plain.get('/admin/secret.txt')).toMatchObject({
      status: 401,
      body: expect.stringContaining('sign in'),
    });
    const headers = await plain.signIn('ann@acme.example');
    expect(await plain.get('/admin/secret.txt', { headers })).toMatchObject({ status: 403 });
    expect(await plain.get('/anything')).toMatchObject({ status: 404 });
    await plain.close();
  });

  it('is read when the front door starts, which fails with the reasons when it is wrong', async () => {
    const wrong = { routes: [{ route: '/x', rewrite: 'y' }], trailingSlash: 'always', mimeTypes: { pbf: 'x' } };
    expect(() => parseConfig(wrong, 'the file')).toThrow(/routes\.0\.rewrite: must start with \/[\s\S]*trailingSlash/);
    const start = startFrontDoor({
      root: '/nowhere',
      config: '/nowhere/x.json',
      api: 'http://127.0.0.1:9',
      apiProof: 'p',
      users: [],
    });
    await expect(start).rejects.toThrow('/nowhere/x.json');
  });

  it('of the product is understood', async () => {
    const file = join(process.cwd(), 'staticwebapp/staticwebapp.config.json');
    expect(parseConfig(JSON.parse(await readFile(file, 'utf8')), file).routes.length).toBeGreaterThan(0);
  });
});

describe('path patterns', () => {
  it.each([
    ['/login', '/login', true],
    ['/login', '/login/', true],
    ['/login', '/login/x', false],
    ['/a.b', '/axb', false],
    ['/api/*', '/api/v1/x', true],
    ['/api/*', '/api', true],
    ['/api/*', '/apiary', false],
    ['*', '/anything/at/all', true],
    ['*.{js,css}', '/deep/app.css', true],
    ['*.{js,css}', '/app.cssx', false],
    ['/images/*.{png, gif}', '/images/a/b.gif', true],
    ['/images/*.{png, gif}', '/other/b.gif', false],
  ])('%s for %s: %s', (pattern, path, matches) => {
    expect(compilePattern(pattern)(path)).toBe(matches);
  });
});
