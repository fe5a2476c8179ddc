import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Page } from '../documents/documents.ts';
import { ok, streamed } from '../http/respond.ts';
import { sparse } from './sparse.ts';

/** Whether the caller wants the whole list, as lines. */
export const wantsStream = ({ headers }: Pick<HttpRequest, 'headers'>): boolean =>
  headers.get('accept')?.includes('application/x-ndjson') ?? false;

/** As many are read at once for a stream. */
export const STREAM_PAGE = 500;

interface Asked {
  readonly limit?: unknown;
  readonly cursor?: unknown;
  readonly fields?: unknown;
}

interface Paging {
  readonly limit: number;
  readonly cursor: string | undefined;
}

async function* following<Item>(read: (paging: Paging) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await read({ limit: STREAM_PAGE, cursor });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}

/**
 * Answers a list that is more than a view: one page of it, or all of it as lines.
 * @param read one page of what is shown
 */
export const listed = async <Item extends object>(
  request: Pick<HttpRequest, 'headers'>,
  { limit, cursor, fields }: Asked,
  read: (paging: Paging) => Promise<Page<Item>>,
): Promise<HttpResponseInit> => {
  const shown = (item: Item) => sparse(fields as readonly string[] | undefined, item);
  if (wantsStream(request)) return streamed(following(read), shown);
  const { items, ...rest } = await read({ limit: Number(limit), cursor: cursor as string | undefined });
  return ok({ items: items.map(shown), ...rest });
};
