import { randomUUID } from 'node:crypto';
import type { JsonObject } from './json.ts';
import { checkItemSize } from './limits.ts';

/** An item as it lies in the file. `body` is its JSON with the system properties, as a read returns it. */
export interface StoredItem {
  readonly row: number;
  readonly epk: string;
  readonly body: string;
  readonly etag: string;
  /** Second from which the item is invisible, or null. */
  readonly expires: number | null;
}

/** An item with its system properties, ready to be stored. */
export interface SealedItem {
  readonly item: JsonObject;
  readonly body: string;
  readonly etag: string;
  readonly ts: number;
  readonly expires: number | null;
}

export const toStored = (row: Record<string, unknown>): StoredItem => ({
  row: Number(row.row),
  epk: String(row.epk),
  body: String(row.body),
  etag: String(row.etag),
  expires: row.expires === null ? null : Number(row.expires),
});

const expiry = ({ ttl }: JsonObject, ts: number, defaultTtl: number | undefined): number | null => {
  if (defaultTtl === undefined) return null;
  const seconds = typeof ttl === 'number' ? ttl : defaultTtl;
  return seconds > 0 ? ts + seconds : null;
};

/** Replaces whatever system properties a client sent by those of this write. @throws 413 beyond 2 MB */
export const sealItem = (
  item: JsonObject,
  { rid, container, ts }: { rid: string; container: { _self: string; defaultTtl?: number }; ts: number },
): SealedItem => {
  const { _rid, _self, _etag, _attachments, _ts, _lsn, ...own } = item;
  const etag = `"${randomUUID()}"`;
  const self = `${container._self}docs/${rid}/`;
  const sealed: JsonObject = { ...own, _rid: rid, _self: self, _etag: etag, _attachments: 'attachments/', _ts: ts };
  const body = JSON.stringify(sealed);
  checkItemSize(body);
  return { item: sealed, body, etag, ts, expires: expiry(item, ts, container.defaultTtl) };
};
