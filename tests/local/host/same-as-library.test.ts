import { HttpResponse, type HttpResponseInit } from '@azure/functions';
import fc from 'fast-check';
import { lazyRequest } from '../../../local/host/http/lazy-request.ts';
import { replyFromResult } from '../../../local/host/http/messages.ts';
import { differs } from '../conformance.ts';

const fromLibrary = async (init: HttpResponseInit) => {
  const response = new HttpResponse(init);
  const body = Buffer.from(await response.arrayBuffer()).toString('hex');
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
};

const fromHost = (init: HttpResponseInit) => {
  const reply = replyFromResult(init);
  if (!reply) return undefined;
  const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body) : Buffer.from(reply.body ?? []);
  return { status: reply.status, headers: reply.headers, body: bytes.toString('hex') };
};

describe(differs('Everyday answers', 'are made without a Response, and are the same'), () => {
  const name = fc.constantFrom('content-type', 'Content-Type', 'ETag', 'x-a', 'X-B', 'location', 'set-cookie');
  const value = fc.oneof(fc.string(), fc.constantFrom('text/html', 'a,b', ' padded ', '"1"', 'ü', ''));
  const init = fc.record(
    {
      status: fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(200, 201, 204, 304)),
      headers: fc.dictionary(name, value, { noNullPrototype: true }),
      body: fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array()),
    },
    { requiredKeys: [], noNullPrototype: true },
  );

  it('says what the library would say', async () => {
    await fc.assert(
      fc.asyncProperty(init, async (given) => {
        const short = fromHost(given);
        fc.pre(short !== undefined);
        expect(short).toEqual(await fromLibrary(given));
      }),
    );
  });

  it('is the way of the everyday answers', () => {
    expect(fromHost({ status: 201, headers: { location: '/x', ETag: '"1"' }, body: 'text' })).toBeDefined();
    expect(fromHost({ status: 204 })).toBeDefined();
  });

  it.each<[string, unknown]>([
    ['a response of the library', new HttpResponse({ body: 'x' })],
    ['cookies', { cookies: [{ name: 'a', value: 'b' }] }],
    ['a header list', { headers: [['a', 'b']] }],
    ['headers that are an object of their own', { headers: new Headers({ a: 'b' }) }],
    ['one header in two spellings', { headers: { a: '1', A: '2' } }],
    ['a header with a line break', { headers: { a: 'x\r\ny: z' } }],
    ['a status that is none', { status: 99 }],
    ['an object', { jsonBody: { a: 1 } }],
    ['bytes', { body: Buffer.from('x') }],
    ['a stream', { body: new Blob(['x']).stream() }],
    ['nothing', undefined],
    ['text', 'text'],
  ])('leaves %s to the library', (_, result) => {
    expect(replyFromResult(result)).toBeUndefined();
  });
});

describe(
  differs('Requests whose body has arrived', 'become a real Request when somebody reads them, and read the same'),
  () => {
    const url = 'http://localhost/api/x?a=1';
    const both = (bytes: Uint8Array<ArrayBuffer> | undefined, at = url) => {
      const headers = { 'content-type': 'text/plain', 'x-a': '1, 2' };
      const own = lazyRequest(new URL(at).href, { method: 'POST', headers }, bytes && Buffer.from(bytes));
      const native = new Request(at, { method: 'POST', headers, ...(bytes && { body: Uint8Array.from(bytes) }) });
      return { own, native };
    };

    it('reads as a Request does, whatever the bytes', async () => {
      const bytes = fc.uint8Array().map((array) => Uint8Array.from(array));
      await fc.assert(
        fc.asyncProperty(fc.option(bytes, { nil: undefined }), async (given) => {
          const { own, native } = both(given);
          expect(Buffer.from(await both(given).own.arrayBuffer())).toEqual(Buffer.from(given ?? []));
          expect(own.bodyUsed).toBe(native.bodyUsed);
          expect(Object.fromEntries(own.headers)).toEqual(Object.fromEntries(native.headers));
          const [first, second] = [own.clone(), native.clone()];
          expect(await own.text()).toBe(await native.text());
          expect(own.bodyUsed).toBe(native.bodyUsed);
          expect(Buffer.from(await first.arrayBuffer())).toEqual(Buffer.from(await second.arrayBuffer()));
        }),
      );
    });

    it.each(['/a b', '/ä', '/{x}', '/a?q="x"', "/a?q=it's", '/plain-1.2_~/;,=:@', '/a%20b?c=%2F'])(
      'has the address %s of a Request',
      (path) => {
        const { own, native } = both(undefined, `http://localhost:7071${path}`);
        expect(own.url).toBe(native.url);
      },
    );

    it.each(['json', 'arrayBuffer'] as const)('may be read once, as %s, and not cloned afterwards', async (way) => {
      const { own } = both(Buffer.from('{"a":1}'));
      expect(own.bodyUsed).toBe(false);
      const { own: read } = both(Buffer.from('{"a":1}'));
      await read[way]();
      expect(read.bodyUsed).toBe(true);
      for (const again of ['json', 'arrayBuffer', 'text'] as const)
        await expect(read[again]()).rejects.toThrow('Body is unusable');
      expect(() => read.clone()).toThrow('unusable');
    });

    it('gives a stream to who wants one', async () => {
      expect(await new Response(both(Buffer.from('abc')).own.body).text()).toBe('abc');
      expect(both(undefined).own.body).toBeNull();
    });

    it('fails as a Request does on JSON that is none', async () => {
      await expect(both(Buffer.from('{')).own.json()).rejects.toThrow('in JSON');
      await expect(both(undefined).own.json()).rejects.toThrow('JSON');
    });
  },
);
