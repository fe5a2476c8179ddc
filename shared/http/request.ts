import { isIP } from 'node:net';
import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { FleetError, invalid, issuesOf } from '../kernel/errors.ts';
import { inflated } from './inflate.ts';

export const MAX_BODY_BYTES = 1024 * 1024;

const tooLarge = (limit: number) =>
  new FleetError('too-large', 'body/too-large', `A body may have at most ${limit} bytes.`, { limit });

/** Endpoints that take more, or less, than usual. */
const limits = new WeakMap<HttpRequest, number>();

/** Says how large the body of a request may be, compressed and not, before it is read. */
export const allowBytes = (request: HttpRequest, maxBytes: number): void => void limits.set(request, maxBytes);

const read = async (request: HttpRequest): Promise<Buffer> => {
  const limit = limits.get(request) ?? MAX_BODY_BYTES;
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  const sent = Buffer.from(await request.arrayBuffer());
  if (sent.length > limit) throw tooLarge(limit);
  const bytes = await inflated(sent, request.headers.get('content-encoding'), limit);
  if (!bytes) throw tooLarge(limit);
  return bytes;
};

/** A body can be read from the network once, and is wanted by several. */
const bodies = new WeakMap<HttpRequest, Promise<Buffer>>();

/**
 * The body as it was before it was compressed.
 * @throws FleetError `too-large` over 1 MiB or what `allowBytes` said, whether announced or not; and as `inflated`.
 */
export const bytesOf = (request: HttpRequest): Promise<Buffer> => {
  const known = bodies.get(request);
  if (known) return known;
  const bytes = read(request);
  bodies.set(request, bytes);
  return bytes;
};

/** The body as text. @throws FleetError `too-large` as `bytesOf`. */
export const textOf = async (request: HttpRequest): Promise<string> => (await bytesOf(request)).toString('utf8');

/** The body as JSON; an absent body is `undefined`. @throws FleetError `invalid` when it is not JSON. */
export const jsonOf = async (request: HttpRequest): Promise<unknown> => {
  const text = await textOf(request);
  if (text.length === 0) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FleetError('invalid', 'body/not-json', 'The body is not JSON.', {
      issues: [{ path: [], message: (cause as Error).message }],
    });
  }
};

/** @throws FleetError `invalid` naming every field that is wrong. */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'path' | 'query' | 'body',
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = issuesOf(parsed.error);
  const fields = [...new Set(issues.map(({ path }) => path.join('.')))].filter(Boolean).join(', ');
  throw invalid(
    `${where}/invalid`,
    fields ? `The ${where} is not valid: ${fields}.` : `The ${where} is not valid.`,
    issues,
  );
};

/** The version, and after a dot how many events of other streams its state shows. */
const VERSION_TAG = /^(?:W\/)?"(\d+)(?:\.\d+)?"$/;

/** The version pinned by `If-Match: "3"`; `*` and an absent header pin nothing. */
export const ifMatch = (request: HttpRequest): number | undefined => {
  const header = request.headers.get('if-match');
  if (header === null || header === '*') return undefined;
  const version = VERSION_TAG.exec(header)?.[1];
  if (version === undefined)
    throw invalid('header/if-match', 'If-Match takes a tag as it was received in ETag.', [
      { path: ['if-match'], message: 'Expected a quoted version such as "3".' },
    ]);
  return Number(version);
};

const CORRELATION = /^[\w.:-]{1,64}$/;

/** The caller's `x-correlation-id` when it is well formed, else the invocation's own id. */
export const correlationOf = (request: HttpRequest, invocationId: string): string => {
  const given = request.headers.get('x-correlation-id');
  return given && CORRELATION.test(given) ? given : invocationId;
};

/** Where the request came from, as the platform in front says; a client may claim to have come from further away. */
export const addressOf = ({ headers }: HttpRequest): string | undefined => {
  const [first = ''] = (headers.get('x-azure-clientip') ?? headers.get('x-forwarded-for') ?? '').split(',');
  const address = first.trim();
  // Azure's front ends add the port.
  const [, host = address] = /^\[?([\d.]+|[\da-f:.]+(?=\]))\]?:\d+$/i.exec(address) ?? [];
  return isIP(host) === 0 ? undefined : host;
};

/** `limit` and `cursor` of every list. */
export const paging = (max: number, usual: number) => ({
  limit: z.coerce.number().int().min(1).max(max).default(usual),
  cursor: z.string().min(1).max(4096).optional(),
});
