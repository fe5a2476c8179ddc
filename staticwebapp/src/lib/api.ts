import { ApiError } from '../../../shared/client/api-error.ts';
import { wayfleet } from '../../../shared/client/client.ts';

/** The HTTP API. It throws `ApiError` and decides nothing: what a failure means is the app's business. */
export const api = wayfleet();

export const isUnauthenticated = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
export const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 401 || error.status === 403);

/** What comes, until it ends or there are `most`. */
export const collected = async <Item>(items: AsyncIterable<Item>, most = Number.POSITIVE_INFINITY): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) {
    all.push(item);
    if (all.length >= most) break;
  }
  return all;
};
