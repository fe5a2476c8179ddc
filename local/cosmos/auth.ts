import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from './errors.ts';

/** The key every Cosmos emulator is known by; it protects nothing. */
export const EMULATOR_KEY = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

const REFUSED =
  "The input authorization token can't serve the request. Please check that the expected payload is built as per the protocol, and check the key being used.";

/** What the client signs for a path, as `[resource type, resource id]`. */
const signedResource = (path: readonly string[]): [string, string] => {
  if (path.length === 0) return ['', ''];
  if (path[0] === 'offers') return ['offers', (path[1] ?? '').toLowerCase()];
  if (path[4] === 'operations') return ['colls', path.slice(0, 4).join('/')];
  if (path.length % 2 === 1) return [path.at(-1) ?? '', path.slice(0, -1).join('/')];
  return [path.at(-2) ?? '', path.join('/')];
};

const decoded = (authorization: string) => {
  try {
    return decodeURIComponent(authorization);
  } catch {
    throw unauthorized(REFUSED);
  }
};

/** Returns a check of the master-key signature; the check throws 401. `path` holds the decoded URL segments. */
export const masterKeyCheck = (base64Key: string) => {
  const key = createSecretKey(Buffer.from(base64Key, 'base64'));
  return (method: string, path: readonly string[], headers: IncomingHttpHeaders) => {
    const { authorization } = headers;
    const date = headers['x-ms-date'] ?? headers.date;
    if (!authorization || typeof date !== 'string')
      throw unauthorized("Required Header authorization is missing. Ensure a valid 'Authorization' header is passed.");
    const [type, id] = signedResource(path);
    const text = `${method.toLowerCase()}\n${type.toLowerCase()}\n${id}\n${date.toLowerCase()}\n\n`;
    const expected = Buffer.from(`type=master&ver=1.0&sig=${createHmac('sha256', key).update(text).digest('base64')}`);
    const given = Buffer.from(decoded(authorization));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw unauthorized(REFUSED);
  };
};
