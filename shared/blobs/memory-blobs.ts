import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { stale } from '../kernel/errors.ts';
import type { BlobInfo, Blobs, LinkOptions } from './blobs.ts';
import { badRange, blobName, decodeMetadata, disposition, encodeMetadata, endOf, folderOf } from './checks.ts';

interface Stored extends BlobInfo {
  readonly data: Buffer;
  readonly tags: Readonly<Record<string, string>>;
}

export interface MemoryBlobs extends Blobs {
  /** Writes index tags as a scanner would. */
  tag(tenantId: string, path: string, tags: Readonly<Record<string, string>>): void;
  /** Follows a link (`memory://blobs/<token>`, meaningless to everybody else) as `fetch` would. */
  fetch(
    url: string,
    request?: { readonly method?: string; readonly body?: string | Uint8Array; readonly type?: string },
  ): Promise<Response>;
}

const bytesOf = async (content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> => {
  if (content instanceof Uint8Array) return Buffer.from(content);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** A container of blobs for tests: the same promises, nothing kept. */
export const memoryBlobs = (clock: () => Date): MemoryBlobs => {
  const stored = new Map<string, Stored>();
  const links = new Map<string, LinkOptions & { readonly name: string; readonly end: Date }>();
  let writes = 0;

  const put = (name: string, path: string, data: Buffer, about: Pick<BlobInfo, 'contentType' | 'metadata'>): string => {
    writes += 1;
    const etag = `"${writes}"`;
    const { contentType, metadata } = about;
    const modifiedAt = clock().toISOString();
    stored.set(name, { path, bytes: data.length, contentType, metadata, etag, modifiedAt, data, tags: {} });
    return etag;
  };
  const infoOf = ({ data: _, tags: __, ...info }: Stored): BlobInfo => info;

  return {
    in(tenantId) {
      const folder = folderOf(tenantId);
      const nameOf = (path: string) => blobName(tenantId, path);
      return {
        async write(path, content, { contentType, metadata, ifAbsent, ifMatch }) {
          const name = nameOf(path);
          const about = { contentType, metadata: decodeMetadata(encodeMetadata(metadata)) };
          const data = await bytesOf(content);
          const known = stored.get(name);
          if ((ifAbsent && known) || (ifMatch !== undefined && ifMatch !== known?.etag))
            throw stale('blobs/stale', 'The blob has changed meanwhile, or is there already.');
          return put(name, path, data, about);
        },
        async read(path, { offset, length = Number.POSITIVE_INFINITY } = { offset: 0 }) {
          const found = stored.get(nameOf(path));
          if (!found) return undefined;
          if (offset > 0 && offset >= found.bytes) throw badRange();
          const part = found.data.subarray(offset, offset + length);
          return { ...infoOf(found), content: Readable.from([part], { objectMode: false }) };
        },
        async head(path) {
          const found = stored.get(nameOf(path));
          return found && infoOf(found);
        },
        async tagsOf(path) {
          return stored.get(nameOf(path))?.tags;
        },
        async remove(path) {
          stored.delete(nameOf(path));
        },
        async list(prefix, { limit = 100, cursor = '' } = {}) {
          const names = [...stored.keys()].filter((name) => name.startsWith(folder + prefix) && name > cursor).sort();
          const items = names.slice(0, limit).flatMap((name) => stored.get(name) ?? []);
          const last = names[limit - 1];
          return { items: items.map(infoOf), ...(names.length > limit && last && { nextCursor: last }) };
        },
        async linkFor(path, options) {
          const [name, end, token] = [nameOf(path), endOf(options, clock().getTime()), randomUUID()];
          links.set(token, { ...options, name, end });
          return { url: `memory://blobs/${token}`, expiresAt: end.toISOString() };
        },
      };
    },
    tag(tenantId, path, tags) {
      const name = blobName(tenantId, path);
      const found = stored.get(name);
      if (found) stored.set(name, { ...found, tags });
    },
    async fetch(url, { method = 'GET', body = '', type = 'application/octet-stream' } = {}) {
      const link = links.get(url.replace('memory://blobs/', ''));
      const isAllowed = link?.access === (method === 'PUT' ? 'write' : 'read');
      if (!link || !isAllowed || clock() >= link.end) return new Response(null, { status: 403 });
      if (method === 'PUT') {
        put(link.name, link.name.slice(link.name.indexOf('/') + 1), Buffer.from(body), {
          contentType: type,
          metadata: {},
        });
        return new Response(null, { status: 201 });
      }
      const found = stored.get(link.name);
      if (!found) return new Response(null, { status: 404 });
      const headers = new Headers({ 'content-type': found.contentType });
      if (link.downloadAs !== undefined) headers.set('content-disposition', disposition(link.downloadAs));
      return new Response(new Uint8Array(found.data), { headers });
    },
  };
};
