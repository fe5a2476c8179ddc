import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { CosmosError } from './errors.ts';
import { type CosmosRequest, header } from './request.ts';

/** The key every Cosmos emulator is known by; it protects nothing. */
export const EMULATOR_KEY = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

const SECRET = createSecretKey(Buffer.from(EMULATOR_KEY, 'base64'));

const REFUSED =
  "The input authorization token can't serve the request. Please check that the expected payload is built as per the protocol, and check the key being used.";

/** What the client signs for a path, as `[resource type, resource id]`. */
const signedResource = (path: readonly string[]): [string, string] => {
  if (path[4] === 'operations') return ['colls', path.slice(0, 4).join('/')];
  if (path.length % 2 === 1) return [path.at(-1) ?? '', path.slice(0, -1).join('/')];
  return [path.at(-2) ?? '', path.join('/')];
};

/** Checks the master-key signature. @throws 401 */
export const authenticate = (request: CosmosRequest) => {
  const date = header(request, 'x-ms-date') ?? '';
  const [type, id] = signedResource(request.path);
  const text = `${request.method.toLowerCase()}\n${type.toLowerCase()}\n${id}\n${date.toLowerCase()}\n\n`;
  const signature = createHmac('sha256', SECRET).update(text).digest('base64');
  const expected = Buffer.from(encodeURIComponent(`type=master&ver=1.0&sig=${signature}`));
  const given = Buffer.from(header(request, 'authorization') ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new CosmosError(401, REFUSED);
};
