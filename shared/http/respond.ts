import { Readable } from 'node:stream';
import type { HttpResponseInit } from '@azure/functions';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponseInit => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

export const ok = (body: unknown): HttpResponseInit => json(200, body, { 'cache-control': 'no-store' });

interface EntityOptions {
  readonly status?: number;
  readonly location?: string;
  /** For `If-Match` and `If-None-Match`; the version unless told. */
  readonly tag?: string;
}

/** One entity with its tag. */
export const entity = <Entity extends { readonly version: number }>(
  body: Entity,
  { status = 200, location, tag = `"${body.version}"` }: EntityOptions = {},
): HttpResponseInit => json(status, body, { etag: tag, 'cache-control': 'no-cache', ...(location && { location }) });

/** 304 when the caller already has this state. */
export const unlessKnown = <Entity extends { readonly version: number }>(
  ifNoneMatch: string | null,
  body: Entity,
  tag = `"${body.version}"`,
): HttpResponseInit =>
  ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === tag)
    ? { status: 304, headers: { etag: tag } }
    : entity(body, { tag });

async function* lines<Item>(items: AsyncIterable<Item>, shown: (item: Item) => unknown) {
  for await (const item of items) yield Buffer.from(`${JSON.stringify(shown(item))}\n`);
}

/** One JSON document a line, sent as they are read: however many there are, few are in memory. */
export const streamed = <Item>(items: AsyncIterable<Item>, shown: (item: Item) => unknown): HttpResponseInit => ({
  status: 200,
  headers: { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' },
  body: Readable.from(lines(items, shown), { objectMode: false }),
});
