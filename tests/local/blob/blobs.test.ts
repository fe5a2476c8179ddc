import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BlobSASPermissions, BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { startBlob } from '../../../local/blob/server.ts';
import type { StandIn } from '../../../local/shared/stand-in.ts';
import { covered, differs } from '../conformance.ts';

let blob: StandIn;
let files: ContainerClient;
beforeAll(async () => {
  blob = await startBlob({ containers: ['files'] });
  files = BlobServiceClient.fromConnectionString(blob.connection).getContainerClient('files');
});
afterAll(() => blob.close());

const put = (name: string, text = name) => files.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
const get = async (name: string) => (await files.getBlockBlobClient(name).downloadToBuffer()).toString();

it(covered('block blobs, at once and in blocks; metadata, content headers'), async () => {
  const client = files.getBlockBlobClient('one/Prüfbericht.pdf');
  const headers = { blobContentType: 'application/pdf', blobContentDisposition: 'attachment' };
  await client.upload('all', 3, { metadata: { vehicle: 'veh_1' }, blobHTTPHeaders: headers });
  const { metadata, contentType, contentDisposition } = await client.getProperties();
  expect([metadata, contentType, contentDisposition]).toEqual([{ vehicle: 'veh_1' }, 'application/pdf', 'attachment']);
  for (const part of ['AAAA', 'BBBB']) await client.stageBlock(part, part, 4);
  await client.commitBlockList(['BBBB', 'AAAA']);
  expect(await get('one/Prüfbericht.pdf')).toBe('BBBBAAAA');
});

it(covered('ranges'), async () => {
  await put('range', '0123456789');
  expect((await files.getBlockBlobClient('range').downloadToBuffer(2, 3)).toString()).toBe('234');
  await expect(files.getBlockBlobClient('range').download(11)).rejects.toMatchObject({ statusCode: 416 });
});

it(covered('conditions: ETag, If-None-Match'), async () => {
  const { etag = '' } = await put('conditional', '1');
  const again = files.getBlockBlobClient('conditional');
  await again.upload('2', 1, { conditions: { ifMatch: etag } });
  await expect(again.upload('3', 1, { conditions: { ifMatch: etag } })).rejects.toMatchObject({ statusCode: 412 });
  await expect(again.upload('3', 1, { conditions: { ifNoneMatch: '*' } })).rejects.toMatchObject({ statusCode: 409 });
  expect(await get('conditional')).toBe('2');
});

it(covered('lists by prefix, in pages'), async () => {
  for (const name of ['list/1', 'list/2', 'list/3', 'other']) await put(name);
  const sizes: number[] = [];
  for await (const page of files.listBlobsFlat({ prefix: 'list/' }).byPage({ maxPageSize: 2 }))
    sizes.push(page.segment.blobItems.length);
  expect(sizes).toEqual([2, 1]);
});

it(covered('deletion; 404 BlobNotFound, ContainerNotFound'), async () => {
  await put('gone');
  await files.deleteBlob('gone');
  await expect(files.getBlobClient('gone').download()).rejects.toMatchObject({ code: 'BlobNotFound' });
  const missing = BlobServiceClient.fromConnectionString(blob.connection).getContainerClient('missing');
  await expect(missing.listBlobsFlat().next()).rejects.toMatchObject({ statusCode: 404, code: 'ContainerNotFound' });
});

describe(covered('links signed with the account key (SAS)'), () => {
  const link = (permissions: string, expiresOn: Date) =>
    files
      .getBlockBlobClient('linked')
      .generateSasUrl({ permissions: BlobSASPermissions.parse(permissions), expiresOn });
  const soon = () => new Date(Date.now() + 60_000);
  beforeAll(async () => void (await put('linked', 'text')));

  it('are good until they expire, and for what they say', async () => {
    const url = await link('r', soon());
    expect(await (await fetch(url)).text()).toBe('text');
    const write = { method: 'PUT', body: 'changed', headers: { 'x-ms-blob-type': 'BlockBlob' } };
    expect((await fetch(url, write)).status).toBe(403);
    expect((await fetch(await link('r', new Date(Date.now() - 60_000)))).status).toBe(403);
    expect((await fetch(await link('cw', soon()), write)).status).toBe(201);
    expect(await get('linked')).toBe('changed');
  });

  it('cannot be forged', async () => {
    const forged = new URL(await link('r', soon()));
    forged.searchParams.set('sp', 'rw');
    expect((await fetch(forged)).status).toBe(403);
  });
});

it(covered('403 for a request that is not signed with the key of the account'), async () => {
  const wrong = blob.connection.replace(/AccountKey=[^;]+/, `AccountKey=${Buffer.alloc(64).toString('base64')}`);
  const stranger = BlobServiceClient.fromConnectionString(wrong).getContainerClient('files');
  await expect(stranger.getProperties()).rejects.toMatchObject({ statusCode: 403 });
});

it(differs('ranges that begin right behind the end', 'answered, with nothing'), async () => {
  await put('short', 'four');
  const { readableStreamBody } = await files.getBlockBlobClient('short').download(4);
  expect(await text(Readable.from(readableStreamBody ?? []))).toBe('');
});

it(differs('rules that delete by age, soft delete, roles', 'there are none'), async () => {
  const { deleteRetentionPolicy } = await BlobServiceClient.fromConnectionString(blob.connection).getProperties();
  expect(deleteRetentionPolicy?.enabled ?? false).toBe(false);
});
