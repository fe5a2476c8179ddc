import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BlobServiceClient } from '@azure/storage-blob';
import { startBlob } from '../../local/blob/server.ts';
import type { StandIn } from '../../local/shared/stand-in.ts';
import { blobStorage } from '../../shared/blobs/blob-storage.ts';
import { signedByIdentity } from '../../shared/blobs/links.ts';
import { blobsContract } from './blobs.contract.ts';
import { selfSigned } from './self-signed.ts';

const { key, certificate } = selfSigned();
const folder = mkdtempSync(join(tmpdir(), 'blob-identity-'));
const files = { cert: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
let service: StandIn;
let client: BlobServiceClient;

/** What Microsoft Entra would issue; nobody here checks the signature. */
const token = () => {
  const now = Math.floor(Date.now() / 1000);
  const id = '11111111-2222-4333-8444-555555555555';
  const issuer = `https://sts.windows.net/${id}/`;
  const claims = { aud: 'https://storage.azure.com', iss: issuer, oid: id, tid: id };
  const payload = { ...claims, iat: now - 60, nbf: now - 60, exp: now + 3_600 };
  return [{ alg: 'none', typ: 'JWT' }, payload, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
};

beforeAll(async () => {
  writeFileSync(files.cert, certificate);
  writeFileSync(files.key, key);
  service = await startBlob({ flags: ['--oauth', 'basic', '--cert', files.cert, '--key', files.key] });
  // The types do not tell of what goes to the connection.
  const options = { retryOptions: { maxTries: 2 }, tlsOptions: { ca: certificate } };
  const credential = { getToken: async () => ({ token: token(), expiresOnTimestamp: Date.now() + 3_600_000 }) };
  client = new BlobServiceClient(`https://127.0.0.1:${service.port}/devstoreaccount1`, credential, options);
  await client.createContainer('files');
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const follow = async (url: string, put?: { readonly body: string; readonly type: string }): Promise<Response> => {
  const headers = put && { 'content-type': put.type, 'x-ms-blob-type': 'BlockBlob' };
  const sent = request(url, { ca: certificate, method: put ? 'PUT' : 'GET', ...(headers && { headers }) }).end(
    put?.body,
  );
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  const known = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(new Uint8Array(body), { status: answer.statusCode ?? 0, headers: known });
};

blobsContract('Azure Blob Storage by identity', async () => ({
  blobs: blobStorage(
    async () => client,
    'files',
    signedByIdentity(async () => client),
  ),
  now: () => new Date(),
  fetch: follow,
}));

describe('links signed by an identity', () => {
  const link = { access: 'read', forMinutes: 60 } as const;
  const HOUR = 3_600_000;

  it('share one key, until links outlive it', async () => {
    let keysAsked = 0;
    let ago = 46.5 * HOUR;
    const sign = signedByIdentity(
      async () => {
        keysAsked += 1;
        return client;
      },
      () => Date.now() - ago,
    );
    const blobs = blobStorage(async () => client, 'files', sign).in('ten_acme');
    await blobs.write('a', Buffer.from('A'), { contentType: 'text/plain' });

    // Asked for so long ago, and good for two days, the key has an hour and a half left.
    const links = await Promise.all([1, 2, 3].map(() => blobs.linkFor('a', link)));
    ago = 0;
    links.push(await blobs.linkFor('a', link));
    expect(keysAsked).toBe(1);
    links.push(await blobs.linkFor('a', { ...link, forMinutes: 120 }));
    expect(keysAsked).toBe(2);
    for (const { url } of links) expect((await follow(url)).status).toBe(200);
  });

  it('are good over https only', async () => {
    const blobs = blobStorage(
      async () => client,
      'files',
      signedByIdentity(async () => client),
    ).in('ten_acme');
    expect(new URL((await blobs.linkFor('a', link)).url).searchParams.get('spr')).toBe('https');
  });

  it('do without a key that could not be had: the next link asks again', async () => {
    let fails = true;
    const sign = signedByIdentity(async () => {
      if (fails) throw new Error('No answer.');
      return client;
    });
    const blobs = blobStorage(async () => client, 'files', sign).in('ten_acme');
    await expect(blobs.linkFor('a', link)).rejects.toThrow('No answer.');
    fails = false;
    expect((await follow((await blobs.linkFor('a', link)).url)).status).toBe(200);
  });
});
