import { folderOf, openSite, type Site } from './harness.ts';

describe('static files', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({
      files: {
        'index.html': 'home',
        'about.html': 'about',
        'docs/index.html': 'docs',
        'a b.txt': 'spaced',
        'empty.txt': '',
        'tile.pbf': 'x',
        'map.geojson': '{}',
      },
      config: { mimeTypes: { '.pbf': 'application/vnd.tile' } },
    });
  });
  afterAll(() => site.close());

  it.each([
    ['/', 'home', 'text/html; charset=utf-8'],
    ['/index.html', 'home', 'text/html; charset=utf-8'],
    ['/about', 'about', 'text/html; charset=utf-8'],
    ['/docs', 'docs', 'text/html; charset=utf-8'],
    ['/docs/', 'docs', 'text/html; charset=utf-8'],
    ['/a%20b.txt?x=1', 'spaced', 'text/plain; charset=utf-8'],
    ['/empty.txt', '', 'text/plain; charset=utf-8'],
    ['/tile.pbf', 'x', 'application/vnd.tile'],
    ['/map.geojson', '{}', 'application/geo+json'],
  ])('%s is served as what it is', async (path, body, type) => {
    expect(await site.get(path)).toMatchObject({
      status: 200,
      body,
      headers: {
        'content-type': type,
        'content-length': String(body.length),
        'cache-control': 'public, must-revalidate, max-age=30',
      },
    });
  });

  it('answers HEAD without a body and 304 to who has the file already', async () => {
    const { headers } = await site.get('/about');
    expect(await site.get('/about', { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '5' },
    });
    const etag = String(headers.etag);
    const known = await site.get('/about', { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect(known).toMatchObject({ status: 304, body: '', headers: { etag } });
    expect(await site.get('/about', { headers: { 'if-none-match': '"other"' } })).toMatchObject({ status: 200 });
  });

  it('answers 405 to methods a file does not have', async () => {
    expect(await site.get('/about', { method: 'POST', body: 'x' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, OPTIONS' },
    });
    expect(await site.get('/about', { method: 'OPTIONS' })).toMatchObject({ status: 204 });
  });

  it.each([
    '/../package.json',
    '/docs/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/x',
    '/..%5cx',
    '/%00',
    '/%E0%A4%A',
    'http://elsewhere/',
  ])('refuses to follow %s out of the folder', async (path) => {
    expect(await site.get(path)).toMatchObject({ status: 400 });
  });

  it.each([
    '/missing.txt',
    '/staticwebapp.config.json',
    '//staticwebapp.config.json',
    '/about.html/x',
    '/docs/missing/',
  ])('answers 404 to %s', async (path) => {
    expect(await site.get(path)).toMatchObject({
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  });

  it('looks into overlays first', async () => {
    const overlay = await folderOf({ 'about.html': 'about, overlaid', 'extra.txt': 'extra' });
    const layered = await openSite({ overlays: [overlay.path] });
    const bodies = await Promise.all(
      ['/about', '/extra.txt', '/docs'].map(async (path) => (await layered.get(path)).body),
    );
    expect(bodies).toEqual(['about, overlaid', 'extra', 'docs']);
    await layered.close();
    await overlay.remove();
  });
});
