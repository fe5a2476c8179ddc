import { z } from 'zod';
import type { Area } from '../../shared/area.ts';
import { answer } from '../../shared/http/answers.ts';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { openApiOf } from '../../shared/http/openapi.ts';
import { digestOf } from '../../shared/kernel/digest.ts';

/** The API's own description, for anybody: it says what can be asked, and nothing of any company. */
export const apiDocument = (areas: () => readonly Area[]): Endpoint => {
  let made: Promise<{ readonly text: string; readonly etag: string }> | undefined;
  const make = async () => {
    const text = JSON.stringify(await openApiOf(areas()));
    return { text, etag: `"${digestOf(text).slice(0, 16)}"` };
  };
  return {
    scope: 'anonymous',
    described: {
      summary: 'Describe this API (OpenAPI 3.1)',
      answers: [answer(z.looseObject({ openapi: z.string() }))],
    },
    handler: () => async (request) => {
      made ??= make();
      const { text, etag } = await made;
      const headers = { etag, 'cache-control': 'public, max-age=300' };
      if (request.headers.get('if-none-match') === etag) return { status: 304, headers };
      return { status: 200, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: text };
    },
  };
};
