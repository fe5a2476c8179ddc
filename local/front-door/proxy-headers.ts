import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type ClientPrincipal, encodePrincipal } from './principal.ts';

/** Headers between two neighbours, which we answer ourselves and do not pass on. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const PROOF = 'x-wayfleet-front-door';
const PRINCIPAL = 'x-ms-client-principal';

const endToEnd = (headers: IncomingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

/** What only the platform may say: who is signed in, where the request came from, and the proof that we say so. */
const isPlatforms = (name: string) =>
  name === PROOF || name.startsWith(PRINCIPAL) || name.startsWith('x-forwarded-') || name === 'x-ms-original-url';

const framingOf = ({ method, headers }: IncomingMessage): OutgoingHttpHeaders => {
  const { 'transfer-encoding': coding, 'content-length': length } = headers;
  if (coding !== undefined) return { 'transfer-encoding': coding };
  return length === undefined && method !== 'GET' && method !== 'HEAD' ? { 'content-length': 0 } : {};
};

/**
 * The headers the API gets. As on Azure, `authorization` is the platform's own: what a client puts there never arrives.
 * A body keeps its length or its transfer coding; a request that has neither has no body, and says so.
 */
export const requestHeaders = (
  request: IncomingMessage,
  principal: ClientPrincipal | undefined,
  apiProof: string,
): OutgoingHttpHeaders => {
  const { host = '' } = request.headers;
  const own = Object.fromEntries(
    Object.entries(endToEnd(request.headers)).filter(([name]) => !isPlatforms(name) && name !== 'authorization'),
  );
  const encoded = principal && encodePrincipal(principal);
  return {
    ...own,
    ...framingOf(request),
    ...(encoded === undefined ? {} : { [PRINCIPAL]: encoded, authorization: `Bearer ${encoded}` }),
    'x-ms-original-url': `http://${host}${request.url ?? '/'}`,
    'x-forwarded-for': request.socket.remoteAddress ?? '',
    'x-forwarded-host': host,
    'x-forwarded-proto': 'http',
    [PROOF]: apiProof,
  };
};

/** The headers the visitor gets: the API's own, and those of the configuration it did not set itself. */
export const responseHeaders = (
  headers: IncomingHttpHeaders,
  configured: Readonly<Record<string, string>>,
): OutgoingHttpHeaders => ({ ...configured, ...endToEnd(headers) });
