import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { covered, differs } from '../conformance.ts';
import { type Ask, ask, openSite, PROOF, type Site, startApi } from './harness.ts';

const bodyOf = async (message: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

type Api = Awaited<ReturnType<typeof startApi>>;
let api: Api;
let site: Site;

beforeAll(async () => {
  api = await startApi(async (received, response) => {
    const path = received.url?.split('?')[0];
    if (path === '/api/slow') return;
    if (path === '/api/broken') {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setTimeout(() => response.destroy(), 10);
      return;
    }
    if (path === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      received.socket.on('data', () => undefined);
      response.on('close', () => api.server.emit('reader-left'));
      api.server.once('tick', () => response.write('data: 1\n\n'));
      return;
    }
    const { method, url, headers } = received;
    const echo = JSON.stringify({ method, url, headers, body: await bodyOf(received) });
    response.writeHead(path === '/api/teapot' ? 418 : 200, {
      'content-type': 'application/json',
      'set-cookie': ['a=1', 'b=2'],
      'x-frame-options': 'SAMEORIGIN',
      connection: 'keep-alive',
    });
    response.end(echo);
  });
  const config = {
    routes: [{ route: '/api/private/*', allowedRoles: ['authenticated'] }],
    globalHeaders: { 'X-Frame-Options': 'DENY', 'X-Content-Type-Options': 'nosniff' },
  };
  site = await openSite({ api: api.url, config });
});
afterAll(async () => {
  await site.close();
  await api.close();
});

const echoed = async (path: string, how?: Ask) => JSON.parse((await site.get(path, how)).body);

describe(covered('API: method, path, query and body arrive as they were sent'), () => {
  it('passes method, path, query and body on as they are', async () => {
    expect(await echoed('/api/v1/a%2Fb/%C3%A9?x=1&x=2?', { method: 'PATCH', body: '{"a":"é"}' })).toMatchObject({
      method: 'PATCH',
      url: '/api/v1/a%2Fb/%C3%A9?x=1&x=2?',
      body: '{"a":"é"}',
    });
    expect(await echoed('/api/x', { method: 'POST' })).toMatchObject({ body: '', headers: { 'content-length': '0' } });
    expect(await echoed('/api/x', { method: 'DELETE' })).toMatchObject({ method: 'DELETE', body: '' });
    const large = 'x'.repeat(300_000);
    const chunked = { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body: large };
    expect(await echoed('/api/x', chunked)).toMatchObject({ body: large, headers: { 'transfer-encoding': 'chunked' } });
    expect(await echoed('/api/x', { headers: { 'content-length': '2' }, body: 'hi' })).toMatchObject({
      method: 'GET',
      body: 'hi',
    });
  });
});

describe(covered('API: status, headers and cookies of the answer, with the global headers the API did not set'), () => {
  it('passes status, headers and cookies back, and adds the global headers the API did not set', async () => {
    expect(await site.get('/api/teapot')).toMatchObject({
      status: 418,
      headers: { 'set-cookie': ['a=1', 'b=2'], 'x-frame-options': 'SAMEORIGIN', 'x-content-type-options': 'nosniff' },
    });
    expect(await site.get('/api/x', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });
});

describe(covered('API: x-ms-client-principal, authorization, x-ms-original-url and x-forwarded-*'), () => {
  it('tells the API who is signed in, and proves it', async () => {
    const cookie = await site.signIn('ann@acme.example');
    const { headers } = await echoed('/api/x?a=1', { headers: { ...cookie, authorization: 'Bearer own' } });
    const principal = String(headers['x-ms-client-principal']);
    expect(JSON.parse(Buffer.from(principal, 'base64').toString())).toEqual({
      identityProvider: 'aad',
      userId: expect.any(String),
      userDetails: 'ann@acme.example',
      userRoles: ['anonymous', 'authenticated'],
    });
    expect(headers).toMatchObject({
      authorization: `Bearer ${principal}`,
      'x-wayfleet-front-door': PROOF,
      'x-ms-original-url': `${site.url}/api/x?a=1`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(site.url).host,
      'x-forwarded-proto': 'http',
    });
  });
});

describe(covered('API: what a client claims about itself is removed'), () => {
  it('believes nothing a client says about itself', async () => {
    const lies = {
      'x-ms-client-principal': 'eyJ9',
      'X-MS-Client-Principal-Name': 'owner',
      'x-wayfleet-front-door': 'guess',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-prefix': '/x',
      'x-ms-original-url': 'https://elsewhere',
      authorization: 'Bearer own',
      te: 'trailers',
      'x-api-key': 'kept',
      'sec-fetch-site': 'cross-site',
      origin: 'https://elsewhere.example',
    };
    const { headers } = await echoed('/api/x', { headers: lies });
    expect(headers).toMatchObject({
      'x-wayfleet-front-door': PROOF,
      'x-forwarded-for': '127.0.0.1',
      'x-api-key': 'kept',
      // The API itself decides whether it believes a request that another site made.
      'sec-fetch-site': 'cross-site',
      origin: 'https://elsewhere.example',
    });
    for (const name of [
      'x-ms-client-principal',
      'x-ms-client-principal-name',
      'x-forwarded-prefix',
      'authorization',
      'te',
    ])
      expect(headers).not.toHaveProperty(name);
    expect(headers['x-ms-original-url']).toBe(`${site.url}/api/x`);
  });
});

describe(covered('API: routes with allowedRoles'), () => {
  it('is closed to who lacks the role, before the API hears of it', async () => {
    expect(await site.get('/api/private/x')).toMatchObject({ status: 401 });
    const headers = await site.signIn('bob@acme.example');
    expect(await site.get('/api/private/x', { headers })).toMatchObject({ status: 200 });
  });
});

describe(covered('API: no address leads past it'), () => {
  it.each(['//api.elsewhere.example/x', '/api/../admin/host', '/api/%2e%2e/admin', '/api/..%2fadmin'])(
    'leads to the API only: %s',
    async (path) => {
      expect((await site.get(path)).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('stays on the API when the path has doubled slashes', async () => {
    expect(await echoed('//api/x')).toMatchObject({ url: '//api/x' });
  });
});

describe(differs('API: 504 after 45 s', 'counted until the API begins to answer, not until it is done'), () => {
  it('answers 504 when the API takes too long', async () => {
    const impatient = await openSite({ api: api.url, apiTimeoutMs: 50 });
    const answer = await impatient.get('/api/slow');
    expect(answer).toMatchObject({
      status: 504,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 504, code: 'front-door/api-timeout' });
    await impatient.close();
  });
});

describe(covered('API: streams both ways, broken off when either side breaks off'), () => {
  it('lets an event stream through piece by piece, for longer than the timeout, and ends it when the reader leaves', async () => {
    // The API answers at once, but on two busy cores even that takes its time.
    const timeout = 1_500;
    const impatient = await openSite({ api: api.url, apiTimeoutMs: timeout });
    const reading = request(`${impatient.url}/api/events`, { agent: false }).end();
    const [response] = await once(reading, 'response');
    expect(response.headers['content-type']).toBe('text/event-stream');
    await new Promise((resolve) => setTimeout(resolve, timeout + 100));
    api.server.emit('tick');
    const [piece] = await once(response, 'data');
    expect(String(piece)).toBe('data: 1\n\n');
    const left = once(api.server, 'reader-left');
    response.destroy();
    await left;
    await impatient.close();
  });

  it('breaks off when the API breaks off', async () => {
    await expect(site.get('/api/broken')).rejects.toThrow(/aborted|hang up/);
  });
});

describe(covered('API: 502 while it is down, and no error for an idle connection it closed'), () => {
  it('is a 502 with the reason, until it is back', async () => {
    const api = await startApi((_, response) => response.end('one'));
    const site = await openSite({ api: api.url });
    expect((await site.get('/api/x')).body).toBe('one');
    await api.close();
    const answer = await site.get('/api/x', { method: 'POST', body: 'lost' });
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 502,
      code: 'front-door/api-unreachable',
      detail: expect.stringContaining(api.url),
    });
    expect((await site.get('/')).status).toBe(200);
    const back = await startApi((_, response) => response.end('two'), api.port);
    expect((await site.get('/api/x')).body).toBe('two');
    await site.close();
    await back.close();
  });

  it('is not noticed by a reader when it merely closed an idle connection', async () => {
    let requests = 0;
    const api = await startApi((received, response) => {
      requests += 1;
      // The second request arrives on the connection of the first, which dies under it.
      if (requests === 2) received.socket.destroy();
      else response.end(String(requests));
    });
    const site = await openSite({ api: api.url });
    expect((await site.get('/api/x')).body).toBe('1');
    expect((await site.get('/api/x')).body).toBe('3');
    await site.close();
    await api.close();
  });
});

describe('closing the front door', () => {
  it('ends open requests, can be done twice, and frees the port', async () => {
    const api = await startApi(() => undefined);
    const site = await openSite({ api: api.url });
    const waiting = expect(ask(site.url, '/api/forever')).rejects.toThrow();
    await once(api.server, 'request');
    await Promise.all([site.frontDoor.close(), site.frontDoor.close()]);
    await waiting;
    const again = await openSite({ port: site.frontDoor.port });
    await expect(openSite({ port: again.frontDoor.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await again.close();
    await site.close();
    await api.close();
  });
});
