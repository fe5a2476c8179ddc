import { execFileSync } from 'node:child_process';
import type { SpawnedHost } from '../../load/spawn-host.ts';
import { covered } from '../conformance.ts';
import { appDir, cleanUp, start, written } from './support.ts';

let host: SpawnedHost;

beforeAll(async () => {
  host = await start(appDir('streaming'));
});
afterAll(cleanUp);

const call = async (path: string, init?: RequestInit) => {
  const response = await fetch(host.url + path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe(covered('HTTP streaming (enableHttpStream): bodies both ways, server-sent events, cookies'), () => {
  it('answers a function of an app that streams', async () => {
    const { status, headers, text } = await call('/ping');
    expect([status, text]).toEqual([200, '{"ok":true}']);
    expect(headers.has('x-ms-invocation-id')).toBe(false);
  });

  it('streams a large body through, with parameters and every query value', async () => {
    const body = 'x'.repeat(3_000_000);
    const { headers, text } = await call('/echo/5?a=1&a=2', { method: 'POST', body });
    expect(text === body).toBe(true);
    expect([headers.get('x-id'), headers.get('x-all')]).toEqual(['5', '1+2']);
  });

  it('streams a body back while it is still coming in', async () => {
    let more: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        more = controller;
      },
    });
    const answering = fetch(`${host.url}/echo/1`, { method: 'POST', body, duplex: 'half' });
    more?.enqueue(Buffer.from('one'));
    more?.enqueue(Buffer.from('two'));
    more?.close();
    expect(await (await answering).text()).toBe('onetwo');
  });

  it('sends each server-sent event when it happens', async () => {
    const response = await fetch(`${host.url}/events`);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await fetch(`${host.url}/release`, { method: 'POST' });
    const second = await reader?.read();
    expect([first, second].map((part) => Buffer.from(part?.value ?? []).toString())).toEqual([
      'data: first\n\n',
      'data: second\n\n',
    ]);
  });

  it('keeps the headers of the host to itself, and strips a principal from outside', async () => {
    const headers = { 'x-ms-client-principal': 'forged', 'x-ms-client-principal-id': 'forged', 'x-mine': '1' };
    const seen = JSON.parse((await call('/headers?q=1', { headers })).text);
    expect(Object.keys(seen.headers).filter((name) => name.startsWith('x-'))).toEqual(['x-mine']);
    expect(seen.url).toBe(`${host.url}/headers?q=1`);
  });

  it('sends several cookies', async () => {
    expect((await call('/cookies')).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('answers 200 when the handler returns nothing', async () => {
    expect(await call('/nothing')).toMatchObject({ status: 200, text: '' });
  });

  it('answers 500 without the reason when the handler throws', async () => {
    expect(await call('/boom')).toMatchObject({ status: 500, text: '' });
    await written(host, /error boom {2}Error: the secret reason/);
  });

  it('answers 500 when the function takes longer than it may', async () => {
    expect(await call('/slow')).toMatchObject({ status: 500, text: '' });
  });

  it('opens no port besides its own', () => {
    const listening = execFileSync('ss', ['-Hltnp']).toString();
    const own = listening.split('\n').filter((line) => line.includes(`pid=${host.pid},`));
    expect(own).toHaveLength(1);
    expect(own[0]).toContain(`127.0.0.1:${host.port}`);
  });
});
