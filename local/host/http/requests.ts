import type { IncomingMessage } from 'node:http';

/** The body cannot be taken: it is larger than the host allows, or the client has left before its end. */
export class BadBody extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** Where a request wants to go; `null` when that is no address of this host. */
export const addressOf = ({ headers: { host = 'localhost' }, url = '' }: IncomingMessage): URL | null =>
  url.startsWith('/') && !/[/?#@\\]/.test(host) ? URL.parse(`http://${host}${url}`) : null;

const NO_QUERY: Readonly<Record<string, string>> = Object.freeze({});

/** Query values as RPC form has them: one text per name, several values joined by a comma. */
export const queryOf = ({ search, searchParams }: URL): Readonly<Record<string, string>> => {
  if (search === '') return NO_QUERY;
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  return query;
};

const lengthOf = ({ headers }: IncomingMessage) => Number(headers['content-length'] ?? 0);

/** The whole body, `undefined` when there is none. Rejects with `BadBody`. */
export const readBody = async (
  request: IncomingMessage,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const { headers, method } = request;
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (lengthOf(request) === 0 && headers['transfer-encoding'] === undefined) return undefined;
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new BadBody(413, 'The request body is larger than the host takes.'));
    const chunks: Buffer<ArrayBuffer>[] = [];
    let length = 0;
    if (lengthOf(request) > limit) return tooLarge();
    request.on('data', (chunk: Buffer<ArrayBuffer>) => {
      length += chunk.length;
      if (length > limit) tooLarge();
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks[0]?.length === length ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => reject(new BadBody(400, 'The request ended before its body did.')));
  });
};
