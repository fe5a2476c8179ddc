import { Readable } from 'node:stream';
import type { BlobServiceClient, BlockBlobClient, ContainerListBlobFlatSegmentResponse } from '@azure/storage-blob';
import { FleetError, stale } from '../kernel/errors.ts';
import { defined } from '../kernel/objects.ts';
import type { BlobInfo, BlobLink, Blobs, LinkOptions, Range, TenantBlobs, WriteOptions } from './blobs.ts';
import { badRange, blobName, decodeMetadata, disposition, encodeMetadata, endOf, folderOf } from './checks.ts';
import type { SignLink } from './links.ts';

/** A stream travels in blocks of this size, so many at a time: what one upload holds in memory. */
const BLOCK_BYTES = 4 * 1024 * 1024;
const BLOCKS_AT_ONCE = 2;
const PAGE = 100;
/** What newer versions of links add is of no use here, and unknown to emulators. */
const LINK_VERSION = '2024-11-04';

type Page = ContainerListBlobFlatSegmentResponse;

/** What the service says of a blob, in each of its answers. */
interface Properties {
  readonly contentLength?: number | undefined;
  readonly contentType?: string | undefined;
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
}

const infoOf = (path: string, said: Properties, metadata?: Readonly<Record<string, string>>): BlobInfo => ({
  path,
  bytes: said.contentLength ?? 0,
  contentType: said.contentType ?? 'application/octet-stream',
  metadata: decodeMetadata(metadata),
  // A list leaves out the quotes, in which a condition wants it.
  etag: `"${said.etag?.replaceAll('"', '')}"`,
  modifiedAt: (said.lastModified ?? new Date(0)).toISOString(),
});

const factOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

const failure = (cause: unknown): unknown => {
  const status = factOf(cause, 'statusCode');
  if (status === 409 || status === 412)
    return stale('blobs/stale', 'The blob has changed meanwhile, or is there already.', {}, { cause });
  if (status === 416) return badRange();
  // What the caller's own stream throws is the caller's to see.
  if (factOf(cause, 'name') !== 'RestError') return cause;
  return new FleetError('upstream', 'blobs/unavailable', 'The blob storage did not do it.', {}, { cause });
};

const asked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw failure(error);
  }
};

/** Undefined when there is no such blob; a container that is missing is a failure. */
const ifThere = <Result>(work: () => Promise<Result>): Promise<Result | undefined> =>
  asked(() =>
    work().catch((error: unknown) => {
      // The answer to a HEAD has no body to take the code from: it is among the headers.
      if (factOf(factOf(error, 'details'), 'errorCode') === 'BlobNotFound') return undefined;
      throw error;
    }),
  );

const upload = async (
  blob: BlockBlobClient,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  { contentType, metadata, ifAbsent, ifMatch }: WriteOptions,
) => {
  const options = {
    blobHTTPHeaders: { blobContentType: contentType },
    metadata: encodeMetadata(metadata),
    conditions: defined({ ifNoneMatch: ifAbsent ? '*' : undefined, ifMatch }),
  };
  if (content instanceof Uint8Array) return blob.uploadData(content, options);
  // Read as an iterator, a stream that is closed before its end is an error; read as a stream, it would be waited for for ever.
  return blob.uploadStream(Readable.from(content, { objectMode: false }), BLOCK_BYTES, BLOCKS_AT_ONCE, options);
};

const download = async (blob: BlockBlobClient, path: string, { offset, length }: Range) => {
  const answer = await blob.download(offset, length);
  // Of a part, the length of the whole is behind the slash: `bytes 0-9/64`.
  const bytes = Number(answer.contentRange?.split('/')[1] ?? answer.contentLength);
  const content = answer.readableStreamBody;
  if (!content) throw new Error(`Azure answered ${path} without a body.`);
  // Azure refuses a range right behind the end; Azurite answers it.
  if (offset > 0 && offset >= bytes) throw badRange();
  return { ...infoOf(path, answer, answer.metadata), bytes, content: Readable.from(content, { objectMode: false }) };
};

const linkFor = async (blob: BlockBlobClient, sign: SignLink, options: LinkOptions): Promise<BlobLink> => {
  const { BlobSASPermissions, SASProtocol } = await import('@azure/storage-blob');
  const expiresOn = endOf(options, Date.now());
  const url = await sign(blob, {
    expiresOn,
    version: LINK_VERSION,
    permissions: BlobSASPermissions.parse(options.access === 'read' ? 'r' : 'cw'),
    ...(blob.url.startsWith('https:') && { protocol: SASProtocol.Https }),
    ...(options.downloadAs !== undefined && { contentDisposition: disposition(options.downloadAs) }),
  });
  return { url, expiresAt: expiresOn.toISOString() };
};

/**
 * A container of Azure Blob Storage. The first call loads the SDK.
 * @param open answers the same client every time.
 */
export const blobStorage = (open: () => Promise<BlobServiceClient>, container: string, sign: SignLink): Blobs => ({
  in(tenantId): TenantBlobs {
    const folder = folderOf(tenantId);
    const blobAt = async (path: string) => {
      const name = blobName(tenantId, path);
      return (await open()).getContainerClient(container).getBlockBlobClient(name);
    };
    return {
      async write(path, content, options) {
        const blob = await blobAt(path);
        const { etag } = await asked(() => upload(blob, content, options));
        return etag ?? '';
      },
      async read(path, range = { offset: 0 }) {
        const blob = await blobAt(path);
        return ifThere(() => download(blob, path, range));
      },
      async head(path) {
        const blob = await blobAt(path);
        const found = await ifThere(() => blob.getProperties());
        return found && infoOf(path, found, found.metadata);
      },
      async tagsOf(path) {
        const blob = await blobAt(path);
        return (await ifThere(() => blob.getTags()))?.tags;
      },
      async remove(path) {
        const blob = await blobAt(path);
        await ifThere(() => blob.delete());
      },
      async list(prefix, { limit = PAGE, cursor } = {}) {
        const client = (await open()).getContainerClient(container);
        const options = { prefix: folder + prefix, includeMetadata: true };
        const settings = defined({ maxPageSize: limit, continuationToken: cursor });
        const { value } = await asked<IteratorResult<Page, undefined>>(() =>
          client.listBlobsFlat(options).byPage(settings).next(),
        );
        const items = (value?.segment.blobItems ?? []).map(({ name, properties, metadata }) =>
          infoOf(name.slice(folder.length), properties, metadata),
        );
        return value?.continuationToken ? { items, nextCursor: value.continuationToken } : { items };
      },
      async linkFor(path, options) {
        const blob = await blobAt(path);
        return asked(() => linkFor(blob, sign, options));
      },
    };
  },
});
