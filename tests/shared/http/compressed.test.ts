import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { area, http } from '../../../shared/area.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { bytesOf } from '../../../shared/http/request.ts';
import { ok } from '../../../shared/http/respond.ts';
import { world } from '../../../shared/testing/world.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

const scope = 'parcels:write' as const;
const parcels = area('parcels', {
  send: http(
    'POST parcels',
    endpoint({
      ...{ summary: 'Send', scope, answer: z.unknown(), body: z.object({ to: z.string() }) },
      run: async ({ body }) => ok({ characters: body.to.length }),
    }),
  ),
  sendMany: http(
    'POST parcels/many',
    endpoint({
      ...{ summary: 'Send many', scope, answer: z.unknown(), media: ['application/octet-stream'], maxBytes: 4 * MIB },
      run: async ({ request }) => ok({ bytes: (await bytesOf(request)).length }),
    }),
  ),
});

const open = () =>
  world({
    areas: [parcels],
    authenticate: () => async () => ({
      tenantId: 'ten_acme',
      actor: 'user:mia@acme.example',
      roles: [],
      scopes: new Set([scope]),
    }),
  });

const post = (path: string, body: unknown, encoding: string) =>
  open().ask('POST', path, { body, headers: { 'content-encoding': encoding } });
const parcel = Buffer.from(JSON.stringify({ to: 'Karlsruhe'.repeat(1_000) }));

describe('a compressed body', () => {
  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
  ])('is read when it says %s', async (encoding, compress) =>
    expect(await post('parcels', compress(parcel), encoding)).toMatchObject({
      status: 200,
      body: { characters: 9_000 },
    }),
  );

  it.each(['zstd', 'gzip, gzip', 'chunked'])('is answered 415 with what there is when it says %s', async (encoding) =>
    expect(await post('parcels', parcel, encoding)).toMatchObject({
      status: 415,
      body: { code: 'body/encoding', supported: ['gzip', 'deflate', 'br'] },
    }),
  );

  it.each([
    ['is cut off', gzipSync(parcel).subarray(0, -20)],
    ['is none', parcel],
    ['is empty', Buffer.alloc(0)],
  ])('is answered 400 when it %s', async (_, body) =>
    expect(await post('parcels/many', body, 'gzip')).toMatchObject({
      status: 400,
      body: { code: 'body/not-compressed', issues: [{ path: ['content-encoding'] }] },
    }),
  );

  it('is read once, however many want it: also under an idempotency key', async () => {
    const headers = { 'content-encoding': 'gzip', 'idempotency-key': 'one' };
    const app = open();
    const send = () => app.ask('POST', 'parcels', { body: gzipSync(parcel), headers });
    expect((await send()).body).toEqual({ characters: 9_000 });
    expect((await send()).headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('how large a body may be', () => {
  const zeros = (bytes: number) => gzipSync(Buffer.alloc(bytes));

  it('is measured after it was decompressed', async () => {
    expect(zeros(4 * MIB).length).toBeLessThan(8 * KIB);
    expect(await post('parcels/many', zeros(4 * MIB), 'gzip')).toMatchObject({ status: 200, body: { bytes: 4 * MIB } });
    expect(await post('parcels/many', zeros(4 * MIB + 1), 'gzip')).toMatchObject({
      status: 413,
      body: { code: 'body/too-large', limit: 4 * MIB },
    });
    expect((await post('parcels', zeros(2 * MIB), 'gzip')).status).toBe(413);
  });

  it('is up to the endpoint', async () => {
    const { status, body } = await open().ask('POST', 'parcels/many', { body: Buffer.alloc(2 * MIB) });
    expect([status, body.bytes]).toEqual([200, 2 * MIB]);
    expect((await open().ask('POST', 'parcels', { body: 'x'.repeat(MIB + 1) })).status).toBe(413);
  });

  it('is kept to by what grows without end: no more than the limit is ever in memory', async () => {
    const bomb = zeros(64 * MIB);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 1);
    const { status } = await post('parcels/many', bomb, 'gzip');
    clearInterval(watching);
    expect(status).toBe(413);
    expect(most).toBeLessThan(32 * MIB);
  });
});
