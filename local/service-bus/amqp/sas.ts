import { createHmac, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../broker/errors.ts';

export const KEY_NAME = 'RootManageSharedAccessKey';

export interface SasClaim {
  /** Path of the entity (or of everything under it) the token is good for, lower case, without slashes at its ends. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const pathOf = (resource: string): string =>
  resource
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();

/** Whether a claim on `claimed` covers `path`. */
export const covers = (claimed: string, path: string): boolean =>
  claimed === '' || path === claimed || path.startsWith(`${claimed}/`);

const refused = (why: string) => unauthorized(`InvalidSignature: The token is not valid: ${why}.`);

const isSigned = (key: string, resource: string, expiry: string, signature: string): boolean => {
  const wanted = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

/**
 * Checks a shared access signature that a client presents for `audience`, and returns what it may use until when.
 * Throws `amqp:unauthorized-access`.
 */
export const verifySas = (token: string, audience: string, key: string, now: number): SasClaim => {
  const [scheme, parameters = ''] = token.split(' ', 2);
  if (scheme !== 'SharedAccessSignature') throw refused('it is no shared access signature');
  const fields = new URLSearchParams(parameters);
  const expiry = fields.get('se') ?? '';
  // The signature is over the resource as it was sent, that is, still URL-encoded.
  const resource = /(?:^|&)sr=([^&]*)/.exec(parameters)?.[1] ?? '';
  if (fields.get('skn') !== KEY_NAME) throw refused('the key name is unknown');
  if (!isSigned(key, resource, expiry, fields.get('sig') ?? '')) throw refused('the signature does not match');
  const expiresAt = Number(expiry) * 1000;
  if (!(expiresAt > now)) throw refused('it has expired');
  const path = pathOf(fields.get('sr') ?? '');
  if (!covers(path, pathOf(audience))) throw refused(`it is for '${path}', not for '${pathOf(audience)}'`);
  return { path, expiresAt };
};
