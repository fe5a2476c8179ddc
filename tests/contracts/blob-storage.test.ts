import { BlobServiceClient } from '@azure/storage-blob';
import { startBlob } from '../../local/blob/server.ts';
import type { StandIn } from '../../local/shared/stand-in.ts';
import { blobStorage } from '../../shared/blobs/blob-storage.ts';
import { signedByAccount } from '../../shared/blobs/links.ts';
import { blobsContract } from './blobs.contract.ts';

let service: StandIn;
beforeAll(async () => {
  service = await startBlob({ containers: ['files'] });
});
afterAll(() => service.close());

const blobsIn = (container: string) =>
  blobStorage(async () => BlobServiceClient.fromConnectionString(service.connection), container, signedByAccount);

blobsContract('Azure Blob Storage', async () => ({
  blobs: blobsIn('files'),
  now: () => new Date(),
  fetch: (url, put) =>
    put
      ? fetch(url, {
          method: 'PUT',
          body: put.body,
          headers: { 'content-type': put.type, 'x-ms-blob-type': 'BlockBlob' },
        })
      : fetch(url),
}));

describe('a container that is not there', () => {
  it('is told apart from a blob that is not there', async () => {
    const missing = blobsIn('missing').in('ten_acme');
    for (const look of [() => missing.head('a'), () => missing.read('a'), () => missing.list('')])
      await expect(look()).rejects.toMatchObject({ kind: 'upstream', code: 'blobs/unavailable' });
  });
});
