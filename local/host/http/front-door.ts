import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const PROOF_HEADER = 'x-wayfleet-front-door';
const PRINCIPAL_PREFIX = 'x-ms-client-principal';

/**
 * Stands in for App Service Authentication: who the caller is may only be said by the front door, which proves itself
 * with a shared secret. From anybody else the principal headers are removed before the app can see them.
 */
export const principalGuard = (proof = ''): ((headers: IncomingHttpHeaders) => void) => {
  const expected = Buffer.from(proof);
  const isFrontDoor = (given: unknown): boolean => {
    const actual = Buffer.from(typeof given === 'string' ? given : '');
    return actual.length > 0 && actual.length === expected.length && timingSafeEqual(actual, expected);
  };
  return (headers) => {
    const trusted = headers[PROOF_HEADER] !== undefined && isFrontDoor(headers[PROOF_HEADER]);
    for (const name in headers) {
      if (name === PROOF_HEADER || (!trusted && name.startsWith(PRINCIPAL_PREFIX))) delete headers[name];
    }
  };
};
