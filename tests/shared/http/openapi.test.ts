import { z } from 'zod';
import { area, http } from '../../../shared/area.ts';
import { accepted, answer, created, file, ndjson, noContent, redirect } from '../../../shared/http/answers.ts';
import { commaList } from '../../../shared/http/comma-list.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { openApiOf } from '../../../shared/http/openapi.ts';
import { ok } from '../../../shared/http/respond.ts';

const Parcel = z.object({ id: z.string(), size: z.int().default(1) }).meta({ id: 'Parcel' });
const run = async () => ok({});
const scope = 'parcels:write' as const;

const documentOf = (trigger: ReturnType<typeof http>) => openApiOf([area('parcels', { do: trigger })]);
const operationOf = async (trigger: ReturnType<typeof http>) =>
  Object.values(Object.values((await documentOf(trigger)).paths ?? {})[0] ?? {})[0];

describe('an endpoint in the document', () => {
  it('takes bodies that are no JSON as what it says', async () => {
    const media = ['application/octet-stream', 'text/plain'];
    const trigger = http('POST parcels/labels', endpoint({ summary: 'Send', scope, media, answer: Parcel, run }));
    const schema = { type: 'string', format: 'binary' };
    expect(await operationOf(trigger)).toMatchObject({
      requestBody: { content: { 'application/octet-stream': { schema }, 'text/plain': { schema } } },
    });
  });

  it('is called by its area, with its scope and who may call', async () => {
    const trigger = http(
      'POST parcels',
      endpoint({ summary: 'Send', description: 'By post.', scope, answer: Parcel, run }),
    );
    expect(await operationOf(trigger)).toMatchObject({
      operationId: 'parcels-do',
      tags: ['parcels'],
      summary: 'Send',
      description: 'By post.\n\nScope: `parcels:write`.',
      security: [{ apiKey: [] }, { session: [] }],
    });
  });

  it('takes what its schemas take, and the headers that every change takes', async () => {
    const query = z.object({ kind: commaList(z.enum(['a', 'b']), 9).optional(), limit: z.coerce.number().min(1) });
    const body = z.strictObject({ to: z.string() });
    const trigger = http(
      'PATCH parcels/{parcelId}',
      endpoint({ summary: 'Send', scope, query, body, answer: Parcel, run }),
    );
    const operation = await operationOf(trigger);
    expect(operation).toMatchObject({
      parameters: [
        { in: 'path', name: 'parcelId', required: true },
        {
          in: 'query',
          name: 'kind',
          style: 'form',
          explode: false,
          schema: { type: 'array', items: { enum: ['a', 'b'] } },
        },
        { in: 'query', name: 'limit', required: true, schema: { type: 'number', minimum: 1 } },
        { in: 'header', name: 'if-match' },
        { in: 'header', name: 'idempotency-key' },
        { in: 'header', name: 'content-encoding' },
      ],
      requestBody: {
        content: { 'application/json': { schema: { required: ['to'], additionalProperties: false } } },
      },
    });
  });

  it.each([
    ['a schema', Parcel, '200', ['application/json']],
    ['created', created(Parcel), '201', ['application/json']],
    ['accepted', accepted(Parcel), '202', ['application/json']],
    ['no content', noContent, '204', undefined],
    ['a link', redirect, '302', undefined],
    ['a file', file('text/csv'), '200', ['text/csv']],
    ['one of several', [answer(Parcel), ndjson(Parcel)], '200', ['application/json', 'application/x-ndjson']],
  ] as const)('answers %s', async (_, promised, status, media) => {
    const operation = await operationOf(
      http('GET parcels', endpoint({ summary: 'See', scope, answer: promised, run })),
    );
    const { content } = (operation as { responses: Record<string, { content?: object }> }).responses[status] ?? {};
    expect(content && Object.keys(content)).toEqual(media);
    expect(operation).toMatchObject({ responses: { default: { content: { 'application/problem+json': {} } } } });
  });

  it('promises no fewer members than it has, and may have more one day', async () => {
    const { components } = await documentOf(
      http('GET parcels', endpoint({ summary: 'See', scope, answer: Parcel, run })),
    );
    expect(components?.schemas?.Parcel).toMatchObject({ required: ['id', 'size'] });
    expect(components?.schemas?.Parcel).not.toHaveProperty('additionalProperties');
  });
});
