import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ServiceError } from './errors.ts';
import type { Service } from './server.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** A claim that may be absent, one text or many. */
export const textsOf = (claim: unknown): string[] => [claim ?? []].flat().map(String);

const signatureOf = (text: string, key: string) => createHmac('sha256', key).update(text).digest('base64url');

/** The claims of an HS256 token made with either key for `url`, query aside. Throws a 401 that says what is wrong with it. */
export const claimsOf = (token: string, url: string, { keys, clock }: Service): Claims => {
  const refuse = (reason: string) => new ServiceError(401, 'Unauthorized', `The access token is ${reason}.`);
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (!keys.some((key) => signatureOf(`${header}.${payload}`, key) === signature)) throw refuse('missing or forged');
  const claims: Claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (!(Number(claims.exp) * 1000 > clock.now())) throw refuse('expired');
  if (textsOf(claims.aud).some((audience) => audience.split('?', 1)[0] === url)) return claims;
  throw refuse(`for ${claims.aud}, not for ${url}`);
};

/** The token of an `Authorization` header, empty when there is none. */
export const bearerOf = ({ headers }: IncomingMessage): string => headers.authorization?.replace(/^Bearer /, '') ?? '';
