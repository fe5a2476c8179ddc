import { connect } from 'node:net';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered, differs, refused } from '../conformance.ts';
import { appDir, cleanUp, start, written } from './support.ts';

const PROOF = 'proof-of-the-front-door';
let host: SpawnedHost;

beforeAll(async () => {
  host = await start(appDir('classic'), {
    env: {
      FRONT_DOOR_PROOF: PROOF,
      COLOUR: 'from the environment',
      'AzureWebJobs.off.Disabled': 'true',
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: String(6 * 1024 * 1024),
    },
  });
});
afterAll(cleanUp);

const call = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${host.url}/v1${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
};
const json = async (path: string, init?: RequestInit) => JSON.parse((await call(path, init)).text);

/** Sends bytes as they are and gives everything that comes back. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(host.port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });

describe(covered('HTTP trigger: routes, query, routePrefix, methods, disabled functions'), () => {
  it('answers a function of a CommonJS app', async () => {
    const { status, headers, text } = await call('/ping');
    expect([status, headers.get('content-type'), text]).toEqual([200, 'application/json', '{"ok":true}']);
    expect(headers.get('content-length')).toBe('11');
  });

  it('passes parameters, query and address', async () => {
    expect(await json('/items/7/z?a=1&a=2&b=%20')).toEqual({
      method: 'GET',
      params: { id: '7', sub: 'z' },
      query: { a: '1,2', b: ' ' },
      body: null,
      url: `${host.url}/v1/items/7/z?a=1&a=2&b=%20`,
    });
  });

  it('leaves out an optional parameter', async () => {
    expect((await json('/items/7')).params).toEqual({ id: '7' });
  });

  it.each([
    ['a wrong method', '/items/7', 'POST'],
    ['an unknown path', '/nowhere', 'GET'],
    ['a missing prefix', '/../ping', 'GET'],
    ['a function that is switched off', '/off', 'GET'],
  ])('answers 404 to %s', async (_, path, method) => {
    expect((await call(path, { method })).status).toBe(404);
  });

  it('does not mind case or a slash at the end', async () => {
    expect((await call('/PING/')).status).toBe(200);
    expect((await json('/Items/7/Zed')).params).toEqual({ id: '7', sub: 'Zed' });
  });

  it('gives the rest of a path, decoded but for slashes', async () => {
    const { text } = await call('/files/a/b%20c/d%2Fe');
    expect(text).toBe('a/b c/d%2Fe');
  });

  it('answers 400 to a request that is no address', async () => {
    expect(await raw('GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await raw('GET /v1/ping HTTP/1.1\r\nHost: a b/c?d\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
  });

  it('takes dot segments out before it routes', async () => {
    const request = 'GET /v1/files/../ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect(await raw(request)).toMatch(/^HTTP\/1.1 200[\s\S]*\{"ok":true\}$/);
  });
});

describe(covered('HTTP trigger: bodies of JSON, bytes and forms, request size limit'), () => {
  it('reads JSON', async () => {
    expect((await json('/items/7', { method: 'PUT', body: '{"x":1}' })).body).toEqual({ x: 1 });
  });

  it('carries bytes both ways unchanged', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const response = await fetch(`${host.url}/v1/echo`, { method: 'POST', body: bytes });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it(
    differs('HTTP trigger: a chunked body without HTTP streaming', 'reaches the app; on Azure it is dropped'),
    async () => {
      const body = new Blob(['abc', 'def']).stream();
      const { text } = await call('/echo', { method: 'POST', body, duplex: 'half' });
      expect(text).toBe('abcdef');
    },
  );

  it('lets a handler read forms and clones', async () => {
    const body = new URLSearchParams({ name: 'Mia' });
    expect(await json('/form', { method: 'POST', body })).toEqual({ name: 'Mia', length: 8, used: true });
  });

  it('hands a large body to the app', async () => {
    const body = new Uint8Array(5 * 1024 * 1024);
    expect(await json('/size', { method: 'POST', body })).toEqual({ bytes: body.byteLength });
  });

  it('answers 413 to a body over the limit, announced or not', async () => {
    const body = new Uint8Array(7 * 1024 * 1024);
    expect((await call('/size', { method: 'POST', body })).status).toBe(413);
    const chunked = await call('/size', { method: 'POST', body: new Blob([body]).stream(), duplex: 'half' });
    expect(chunked.status).toBe(413);
    expect((await call('/ping')).status).toBe(200);
  });

  it('goes on when a client leaves in the middle of its body', async () => {
    await raw('POST /v1/size HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this').catch(() => undefined);
    expect((await call('/ping')).status).toBe(200);
  });
});

describe(covered('HTTP trigger: answers, and 500 without the reason'), () => {
  it('answers 200 with nothing when the handler returns nothing', async () => {
    expect(await call('/nothing')).toMatchObject({ status: 200, text: '' });
  });

  it('answers 500 without the reason, and logs it', async () => {
    expect(await call('/fails')).toMatchObject({ status: 500, text: '' });
    await written(host, /error fails {2}Error: the secret reason \| at /);
  });

  it('answers 500 to a header that is none', async () => {
    expect(await call('/header')).toMatchObject({ status: 500, text: '' });
  });

  it('answers 500 to a result that is no object', async () => {
    expect(await call('/text')).toMatchObject({ status: 500, text: '' });
  });

  it(refused('HTTP cookies without HTTP streaming'), async () => {
    expect(await call('/cookies')).toMatchObject({ status: 500, text: '' });
    await written(host, /error cookies {2}Error: "cookies" of an answer without HTTP streaming is not simulated/);
  });

  it('sends no body with a status that has none', async () => {
    expect(await call('/status/204')).toMatchObject({ status: 204, text: '' });
    expect(await call('/status/418')).toMatchObject({ status: 418, text: 'text' });
    expect((await call('/status/99')).status).toBe(500);
  });

  it(differs('functionTimeout', 'the function is abandoned, on Azure its worker is restarted'), async () => {
    expect(await call('/slow')).toMatchObject({ status: 500, text: '' });
    await written(host, /error slow {2}Error: Timeout value of 1 s exceeded by function slow/);
  });

  it('answers many at once, each with its own invocation', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => json('/context')));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(100);
  });
});

describe(covered('Invocation context, log lines, app settings'), () => {
  it('its context, and its log lines come out readable', async () => {
    expect((await json('/context')).name).toBe('context');
    await written(host, /info {2}context {2}hello \{ a: 1 \}\n/);
    await written(host, /warn {2}context {2}careful \| now\n/);
  });

  it(covered('App settings from local.settings.json, which real variables override'), async () => {
    expect(await json('/settings')).toEqual({
      greeting: 'from the file',
      colour: 'from the environment',
      host: `localhost:${host.port}`,
    });
  });

  it('that it is too late to register a function', async () => {
    expect((await call('/late')).text).toBe('A function can only be registered during app startup.');
  });
});

describe(
  differs('App Service Authentication', 'the front door may say who the caller is, by a shared secret; nobody else'),
  () => {
    const principal = Buffer.from('{"identityProvider":"aad","userId":"u-1","userDetails":"ann"}').toString('base64');
    const claims = { 'x-ms-client-principal': principal, 'X-MS-CLIENT-PRINCIPAL-NAME': 'ann' };

    it('is believed when the front door says it', async () => {
      const { user } = await json('/user', { headers: { ...claims, 'x-wayfleet-front-door': PROOF } });
      expect(user).toMatchObject({ type: 'StaticWebApps', id: 'u-1', username: 'ann' });
    });

    it.each([
      ['nobody', {}],
      ['a wrong proof', { 'x-wayfleet-front-door': 'proof-of-the-front-dooR' }],
      ['a proof of another length', { 'x-wayfleet-front-door': 'proof' }],
      ['an empty proof', { 'x-wayfleet-front-door': '' }],
    ])('is removed when it comes with %s', async (_, extra) => {
      const headers = await json('/headers', { headers: { ...claims, ...extra, 'x-kept': 'yes' } });
      expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual(['x-kept']);
    });

    it('never shows the proof to the app', async () => {
      const headers = await json('/headers', { headers: { ...claims, 'x-wayfleet-front-door': PROOF } });
      expect(Object.keys(headers)).not.toContain('x-wayfleet-front-door');
      expect(headers['x-ms-client-principal-name']).toBe('ann');
    });
  },
);
