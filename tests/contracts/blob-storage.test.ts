import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

describe('a large stream', () => {
  const MIB = 1024 * 1024;
  const TOTAL = 64;
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  /** What is really in use: whatever could be freed is freed first. */
  const inUse = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / MIB;
  };

  it('goes through, both ways, a few blocks at a time', async () => {
    const blobs = blobsIn('files').in('ten_acme');
    // So that what is loaded at the first use does not count.
    await blobs.write('small', Buffer.alloc(1), { contentType: 'video/mp4' });
    const before = inUse();
    let peak = 0;
    async function* source() {
      for (let n = 0; n < TOTAL; n++) {
        if (n % 8 === 7) peak = Math.max(peak, inUse() - before);
        yield Buffer.alloc(MIB, n);
      }
    }
    await blobs.write('large', source(), { contentType: 'video/mp4' });
    expect(peak).toBeLessThan(0.75 * TOTAL);

    peak = 0;
    let [bytes, seen] = [0, 0];
    const found = await blobs.read('large');
    for await (const chunk of found?.content ?? []) {
      bytes += chunk.length;
      if (bytes < seen + 8 * MIB) continue;
      seen = bytes;
      peak = Math.max(peak, inUse() - before);
    }
    expect(bytes).toBe(TOTAL * MIB);
    expect(peak).toBeLessThan(0.75 * TOTAL);
    const tail = await blobs.read('large', { offset: TOTAL * MIB - 2 });
    for await (const chunk of tail?.content ?? []) expect(chunk).toEqual(Buffer.alloc(2, TOTAL - 1));
  });
});
