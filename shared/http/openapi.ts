import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Area, Trigger } from '../area.ts';
import type { Answer } from './answers.ts';
import { itemOf } from './comma-list.ts';
import type { Described, Endpoint } from './endpoint.ts';
import { CONTENT_ENCODINGS } from './inflate.ts';
import { Problem } from './problem.ts';

type HttpTrigger = Extract<Trigger, { kind: 'http' }>;

const API = '/api/v1';

const PROBLEM = { content: { 'application/problem+json': { schema: Problem } } };

const MEANINGS: Readonly<Record<Answer['status'], string>> = {
  200: 'Done',
  201: 'Made; `Location` says where it is',
  202: 'Under way; `Location` says where to ask how it goes',
  204: 'Done; there is nothing to say',
  302: '`Location` is a link that is good for a short time',
};

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Every parameter that the route names, described by the endpoint or not. */
const pathOf = (route: string, { params }: Described): z.ZodObject | undefined => {
  const names = [...route.matchAll(/\{\*?(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return undefined;
  const known = params instanceof z.ZodObject ? params.shape : {};
  return z.object(Object.fromEntries(names.map((name) => [name, (known[name] ?? z.string()) as z.ZodType])));
};

const ContentEncoding = z
  .enum(CONTENT_ENCODINGS)
  .optional()
  .describe('How the body is compressed. What it may be at most, it may be uncompressed.');

const headersOf = (method: string, { params, answers, body, media }: Described) => {
  if (!isSafe(method))
    return z.object({
      'if-match': z
        .string()
        .optional()
        .describe('The `ETag` of what you have looked at: refused with 412 when it has changed since.'),
      'idempotency-key': z
        .string()
        .max(255)
        .optional()
        .describe('A key of your own for this request: sent again with it, it is done once and answered alike.'),
      ...((body || media) && { 'content-encoding': ContentEncoding }),
    });
  if (!params || !answers.some(({ media }) => media === 'application/json')) return undefined;
  return z.object({
    'if-none-match': z.string().optional().describe('The `ETag` you have: 304 when it is still the newest.'),
  });
};

const answersOf = ({ answers }: Described): ZodOpenApiResponsesObject => {
  const byStatus = Map.groupBy(answers, ({ status }) => status);
  const entries = [...byStatus].map(([status, alike]) => {
    const content = alike.flatMap(({ media, schema }) =>
      media ? [[media, { schema: schema ?? z.string() }] as const] : [],
    );
    return [
      String(status),
      { description: MEANINGS[status], ...(content.length > 0 && { content: Object.fromEntries(content) }) },
    ];
  });
  return { ...Object.fromEntries(entries), default: { description: 'A problem', ...PROBLEM } };
};

const requestBodyOf = ({ body, media }: Described) => {
  if (body) return { required: true, content: { 'application/json': { schema: body } } };
  if (!media) return undefined;
  const binary = { schema: z.string().meta({ format: 'binary' }) };
  return { required: true, content: Object.fromEntries(media.map((type) => [type, binary])) };
};

const securityOf = (route: string, { scope }: Endpoint) => {
  if (scope === 'anonymous') return [];
  // A key in the path is all that a phone app can be given.
  return route.includes('{deviceKey}') ? [] : [{ apiKey: [] }, { session: [] }];
};

const operationOf = (
  area: string,
  key: string,
  method: string,
  { route, endpoint }: HttpTrigger,
  described: Described,
): ZodOpenApiOperationObject => {
  const { summary, description, query } = described;
  const requestBody = requestBodyOf(described);
  const path = pathOf(route, described);
  const header = headersOf(method, described);
  const scope = endpoint.scope === 'anonymous' ? '' : `Scope: \`${endpoint.scope}\`.`;
  return {
    operationId: `${area}-${key}`,
    tags: [area],
    summary,
    description: [description, scope].filter(Boolean).join('\n\n'),
    security: securityOf(route, endpoint),
    requestParams: {
      ...(path && { path }),
      ...(query instanceof z.ZodObject && { query }),
      ...(header && { header }),
    },
    ...(requestBody && !isSafe(method) && { requestBody }),
    responses: answersOf(described),
  };
};

/** The paths of the areas' tables of contents: what is not described is not there. */
const pathsOf = (areas: readonly Area[]) => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { name, triggers } of areas)
    for (const [key, trigger] of Object.entries(triggers)) {
      if (trigger.kind !== 'http' || !trigger.endpoint.described) continue;
      const path = `/${trigger.route}`;
      for (const method of trigger.methods) {
        const id = trigger.methods.length > 1 ? `${key}-${method.toLowerCase()}` : key;
        const operation = operationOf(name, id, method, trigger, trigger.endpoint.described);
        paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
      }
    }
  return paths;
};

type Document = ReturnType<typeof import('zod-openapi').createDocument>;

/** Parameters that are lists travel with commas. */
const withCommas = (document: Document): Document => {
  for (const { parameters = [] } of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path)))
    for (const parameter of parameters)
      if (parameter.schema?.type === 'array') Object.assign(parameter, { style: 'form', explode: false });
  return document;
};

/** The API as an OpenAPI 3.1 document, made from the tables that the functions are registered from. */
export const openApiOf = async (areas: readonly Area[]) => {
  // Nobody waits for it at a cold start.
  const { createDocument } = await import('zod-openapi');
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Wayfleet API',
        version: '1',
        description:
          'JSON in camelCase; times ISO 8601 UTC; metres, seconds, millilitres, watt-hours, degrees. Failures are problem documents (RFC 9457) with a stable `code`. The company follows from who is calling; what belongs to another answers 404. How much may be asked is in `RateLimit-Policy` and `RateLimit` of every answer (and in `RateLimit-Limit`, `-Remaining`, `-Reset`); too much answers 429 with `Retry-After`. Bodies have 1 MiB at most, may be compressed (`Content-Encoding: gzip`, `deflate` or `br`), and are measured uncompressed. A change that is sent with an `Idempotency-Key` is done once in 24 hours, however often it is sent.',
      },
      servers: [{ url: API }],
      paths: pathsOf(areas),
      components: {
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'An API client of the company.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'StaticWebAppsAuthCookie',
            description: 'A person who is signed in to the dashboard.',
          },
        },
      },
    },
    {
      override({ jsonSchema, zodSchema, io }) {
        // Clients must expect members that a later release adds.
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        const item = zodSchema instanceof z.ZodType ? itemOf(zodSchema) : undefined;
        if (!item) return;
        const { $schema: _, ...items } = z.toJSONSchema(item, { io: 'input' });
        delete jsonSchema.minLength;
        Object.assign(jsonSchema, { type: 'array', items });
      },
    },
  );
  return withCommas(document);
};
