import { join } from 'node:path';
import { compilePattern, readConfig } from '../../../local/front-door/config.ts';
import { covered, refused } from '../conformance.ts';
import { openSite, type Site } from './harness.ts';

const CONFIG = {
  routes: [
    { route: '/login', redirect: '/.auth/login/aad' },
    { route: '/help/*', rewrite: '/index.html' },
    { route: '/admin/public.txt', allowedRoles: ['anonymous'] },
    { route: '/admin/*', allowedRoles: ['admin'] },
    { route: '/members/*', allowedRoles: ['authenticated'] },
    { route: '/assets/*', headers: { 'Cache-Control': 'immutable', 'X-Frame-Options': 'SAMEORIGIN' } },
  ],
  navigationFallback: { rewrite: '/index.html', exclude: ['/assets/*', '*.{txt,js}'] },
  responseOverrides: { '403': { rewrite: '/forbidden.html' }, '404': { rewrite: '/404.html', statusCode: 404 } },
  globalHeaders: { 'X-Frame-Options': 'DENY', 'Content-Security-Policy': "default-src 'self'" },
};

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

describe(covered('Routes: the first rule that matches counts; redirects and rewrites'), () => {
  it('a redirect', async () => {
    expect(await site.get('/login')).toMatchObject({ status: 302, headers: { location: '/.auth/login/aad' } });
  });

  it('a rewrite', async () => {
    expect(await site.get('/help/me.txt')).toMatchObject({ status: 200, body: 'home' });
  });

  it('no other rule adds to the first one', async () => {
    expect(await site.get('/admin/public.txt')).toMatchObject({ status: 404 });
  });

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

describe(covered('Routes: allowedRoles, 401 for strangers and 403 for who is signed in'), () => {
  it('each role opens what it is allowed', async () => {
    const headers = await site.signIn('ann@acme.example');
    expect(await site.get('/members/list.txt')).toMatchObject({
      status: 401,
      body: expect.stringContaining('sign in'),
    });
    expect(await site.get('/members/list.txt', { headers })).toMatchObject({ status: 200, body: 'm' });
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
  ])('no spelling of a protected path gets through: %s', async (path) => {
    expect((await site.get(path)).status).toBe(401);
  });
});

describe(covered('navigationFallback with exclusions'), () => {
  it('serves the app for addresses only the app knows', async () => {
    expect(await site.get('/vehicles/7')).toMatchObject({ status: 200, body: 'home' });
    for (const path of ['/assets/missing.js', '/missing.txt', '/deep/er/missing.js'])
      expect(await site.get(path)).toMatchObject({ status: 404, body: 'lost' });
  });
});

describe(covered('responseOverrides of 401, 403 and 404: a page and a status'), () => {
  it('that nobody keeps', async () => {
    const { status, body, headers } = await site.get('/assets/missing.js');
    expect([status, body, headers['cache-control']]).toEqual([404, 'lost', 'no-store']);
  });

  it('there is an answer of its own where nothing is overridden', async () => {
    const plain = await openSite({ config: {} });
    expect(await plain.get('/anything')).toMatchObject({ status: 404, body: expect.stringContaining('nothing here') });
    await plain.close();
  });
});

describe(covered('globalHeaders, and the headers of a route in their place'), () => {
  it('whatever the case of their names', async () => {
    const policy = "default-src 'self'";
    const { headers } = await site.get('/');
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'content-security-policy': policy });
    const { headers: asset } = await site.get('/assets/app.js');
    const own = { 'cache-control': 'immutable', 'x-frame-options': 'SAMEORIGIN', 'content-security-policy': policy };
    expect(asset).toMatchObject(own);
    expect((await site.get('/missing.txt')).headers).toMatchObject({ 'x-frame-options': 'DENY' });
  });
});

describe(refused('staticwebapp.config.json: everything the product does not use'), () => {
  it.each([
    [{ routes: [{ route: '/x', methods: ['GET'] }] }, 'methods'],
    [{ routes: [{ route: '/x', methods: ['GET'] }] }, 'methods'],
    [{ routes: [{ route: '/x', headers: { 'x-gone': '' } }] }, 'x-gone'],
    [{ trailingSlash: 'always' }, 'trailingSlash'],
    [{ auth: {} }, 'auth'],
    [{ responseOverrides: { '404': { redirect: '/x' } } }, 'redirect'],
    [{ mimeTypes: { pbf: 'x' } }, 'mimeTypes.pbf'],
  ])('%j keeps the front door from starting', async (config, reason) => {
    await expect(openSite({ config })).rejects.toThrow(reason);
  });

  it('the configuration of the product is understood', async () => {
    const config = await readConfig(join(process.cwd(), 'staticwebapp/staticwebapp.config.json'));
    expect(config.routes.length).toBeGreaterThan(0);
  });
});
