import type { Readable } from 'node:stream';

export type Metadata = Readonly<Record<string, string>>;

/** What is known of a blob without reading it. */
export interface BlobInfo {
  /** As it was given, below the tenant. */
  readonly path: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly metadata: Metadata;
  /** Changes with every write; for `ifMatch`. */
  readonly etag: string;
  /** ISO 8601 UTC. */
  readonly modifiedAt: string;
}

export interface WriteOptions {
  readonly contentType: string;
  /** Names are lower-case letters, digits and underscores, a letter first; values any text but the empty one. Together no more than 8 KB. */
  readonly metadata?: Metadata;
  /** Create only: FleetError `stale` when there is one already. */
  readonly ifAbsent?: boolean;
  /** Replace only this version: FleetError `stale` when it has changed or is gone. */
  readonly ifMatch?: string;
}

/** Bytes from `offset` on, at most `length` of them. */
export interface Range {
  readonly offset: number;
  readonly length?: number;
}

export interface LinkOptions {
  /** `write` creates or replaces the blob, by a PUT with the header `x-ms-blob-type: BlockBlob`. */
  readonly access: 'read' | 'write';
  /** Up to a day. */
  readonly forMinutes: number;
  /** The name under which a browser saves what it reads; without it, it may show it. */
  readonly downloadAs?: string;
}

/** An address that whoever has it may use, and nothing else, until it expires. */
export interface BlobLink {
  readonly url: string;
  readonly expiresAt: string;
}

export interface BlobPage {
  readonly items: readonly BlobInfo[];
  /** Opaque; absent on the last page. */
  readonly nextCursor?: string;
}

export interface ListOptions {
  /** The largest page; 100 unless told. */
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

/**
 * The blobs of one tenant. A path is names between slashes; FleetError `invalid` when a name is empty, `.` or `..`, ends with a dot, or holds a
 * backslash or a control character, and when the path is longer than 900 characters.
 */
export interface TenantBlobs {
  /** Stores bytes or a stream, which is read no faster than it is taken; all of it or nothing. Answers the new etag. */
  write(path: string, content: Uint8Array | AsyncIterable<Uint8Array>, options: WriteOptions): Promise<string>;
  /**
   * The blob as a stream, to be read to its end or destroyed; undefined when there is none.
   * @throws FleetError `invalid` when the range begins behind the end.
   */
  read(path: string, range?: Range): Promise<(BlobInfo & { readonly content: Readable }) | undefined>;
  head(path: string): Promise<BlobInfo | undefined>;
  /** Its index tags, which services such as a scanner write beside it; undefined when there is no such blob. */
  tagsOf(path: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Removing what is not there is no error. */
  remove(path: string): Promise<void>;
  /** Blobs whose path begins with `prefix`, sorted by it. */
  list(prefix: string, options?: ListOptions): Promise<BlobPage>;
  linkFor(path: string, options: LinkOptions): Promise<BlobLink>;
}

/**
 * One container of blobs. What a tenant stores is under `<tenantId>/`, and there is no call without a tenant.
 *
 * @example
 * const { url } = await services.files.in(caller.tenantId).linkFor('inspections/7/front.jpg', { access: 'write', forMinutes: 10 });
 */
export interface Blobs {
  in(tenantId: string): TenantBlobs;
}
