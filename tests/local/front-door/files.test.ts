import { covered, refused } from '../conformance.ts';
import { folderOf, openSite, type Site } from './harness.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite({
    files: {
      'index.html': 'home',
      'docs/index.html': 'docs',
      'a b.txt': 'spaced',
      'empty.txt': '',
      'tile.pbf': 'x',
      'unknown.xyz': 'x',
    },
    config: { mimeTypes: { '.pbf': 'application/vnd.tile' } },
  });
});
afterAll(() => site.close());

describe(covered('Files: content types, index.html of a folder, HEAD'), () => {
  it.each([
    ['/', 'home', 'text/html; charset=utf-8'],
    ['/index.html', 'home', 'text/html; charset=utf-8'],
    ['/docs', 'docs', 'text/html; charset=utf-8'],
    ['/docs/', 'docs', 'text/html; charset=utf-8'],
    ['/a%20b.txt?x=1', 'spaced', 'text/plain; charset=utf-8'],
    ['/empty.txt', '', 'text/plain; charset=utf-8'],
    ['/tile.pbf', 'x', 'application/vnd.tile'],
    ['/unknown.xyz', 'x', 'application/octet-stream'],
  ])('%s is served as what it is', async (path, body, type) => {
    const headers = {
      'content-type': type,
      'content-length': String(body.length),
      'cache-control': 'public, must-revalidate, max-age=30',
    };
    expect(await site.get(path)).toMatchObject({ status: 200, body, headers });
    expect(await site.get(path, { method: 'HEAD' })).toMatchObject({ status: 200, body: '', headers });
  });

  it('other methods are a 405', async () => {
    for (const method of ['POST', 'DELETE', 'OPTIONS'])
      expect(await site.get('/docs', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('a folder of the laptop may overlay the site', async () => {
    const overlay = await folderOf({ 'about.txt': 'about, overlaid', 'extra.txt': 'extra' });
    const layered = await openSite({ overlays: [overlay.path] });
    const paths = ['/about.txt', '/extra.txt', '/docs'];
    const bodies = await Promise.all(paths.map(async (path) => (await layered.get(path)).body));
    expect(bodies).toEqual(['about, overlaid', 'extra', 'docs']);
    await layered.close();
    await overlay.remove();
  });
});

describe(covered('Files: addresses that climb, decode badly or contain a backslash are a 400'), () => {
  it.each([
    '/../package.json',
    '/docs/../../etc/passwd',
    '/docs/..',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/x',
    '/./index.html',
    '/..%5cx',
    '/%00',
    '/%E0%A4%A',
    'http://elsewhere/',
  ])('%s', async (path) => {
    expect(await site.get(path)).toMatchObject({ status: 400 });
  });
});

describe(covered('Files: what is not there is a 404, and so is the configuration'), () => {
  it.each([
    '/missing.txt',
    '/staticwebapp.config.json',
    '//staticwebapp.config.json',
    '/index.html/x',
    '/docs/missing/',
    `/${'long'.repeat(100)}`,
  ])('%s', async (path) => {
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    expect(await site.get(path)).toMatchObject({ status: 404, headers });
  });
});

describe(refused('Files: pages without .html, ETags, ranges'), () => {
  it('a page has to be asked for by its full name', async () => {
    const own = await openSite({ files: { 'about.html': 'about' } });
    expect((await own.get('/about')).status).toBe(404);
    const whole = await own.get('/about.html', { headers: { range: 'bytes=0-1', 'if-none-match': '*' } });
    expect(whole).toMatchObject({ status: 200, body: 'about' });
    expect(whole.headers).not.toHaveProperty('etag');
    await own.close();
  });
});
