import type { IncomingMessage } from 'node:http';

/** What the client is told when it sends more than the host takes. */
export const BODY_TOO_LARGE = 'The request body is larger than the host takes.';

/** The request is larger than the host takes. */
export class BodyTooLarge extends Error {}

/** The client went away before the whole body had arrived. */
export class BodyAborted extends Error {}

export const hasBody = ({ headers, method }: IncomingMessage): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);

/** True when the client already announces more than `limit` bytes, so there is no point in reading them. */
export const announcesTooMuch = ({ headers }: IncomingMessage, limit: number): boolean =>
  Number(headers['content-length'] ?? 0) > limit;

/** The whole body. Rejects with `BodyTooLarge` beyond `limit` bytes and with `BodyAborted` when the client leaves. */
export const readBody = (request: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer<ArrayBuffer>[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer<ArrayBuffer>) => {
      length += chunk.length;
      if (length > limit) reject(new BodyTooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    request.on('error', () => reject(new BodyAborted()));
  });
