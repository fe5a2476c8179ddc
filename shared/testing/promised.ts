import { isDeepStrictEqual } from 'node:util';
import type { HttpResponseInit } from '@azure/functions';
import type { Answer } from '../http/answers.ts';

const linesOf = ({ body }: HttpResponseInit, media: string | undefined): unknown[] => {
  if (typeof body !== 'string') return [];
  if (media === 'application/json') return [JSON.parse(body)];
  return media === 'application/x-ndjson'
    ? body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
};

/** Checks an answer against what its endpoint promises in the API's document. @throws Error that says what differs. */
export const keepPromise = (endpoint: string, promised: readonly Answer[], answered: HttpResponseInit): void => {
  const { status = 200 } = answered;
  if (status === 304 || status >= 400) return;
  const media = new Headers(answered.headers as Record<string, string>).get('content-type')?.split(';')[0];
  const promise = promised.find((one) => one.status === status && (one.media === undefined || one.media === media));
  if (!promise) throw new Error(`${endpoint} does not promise ${status} ${media ?? ''}.`);
  for (const line of promise.schema ? linesOf(answered, media) : []) {
    const parsed = promise.schema?.safeParse(line);
    if (parsed && !parsed.success) throw new Error(`${endpoint} broke its promise: ${parsed.error.message}`);
    if (parsed && !isDeepStrictEqual(parsed.data, line))
      throw new Error(
        `${endpoint} says more than it promises: ${JSON.stringify(line)}, not ${JSON.stringify(parsed.data)}`,
      );
  }
};
