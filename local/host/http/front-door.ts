import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const PROOF_HEADER = 'x-wayfleet-front-door';
const PRINCIPAL_PREFIX = 'x-ms-client-principal';

/**
 * Stands in for App Service Authentication: who the caller is may only be said by the front door, which proves itself
 * with a shared secret. From anybody else the principal headers are removed before the app can see them.
 */
export const principalGuard = (proof: string | undefined): ((headers: IncomingHttpHeaders) => void) => {
  const expected = proof ? Buffer.from(proof) : undefined;
  const isFrontDoor = (given: string | string[] | undefined): boolean => {
    if (!expected || typeof given !== 'string') return false;
    const actual = Buffer.from(given);
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  };
  return (headers) => {
    const trusted = isFrontDoor(headers[PROOF_HEADER]);
    for (const name in headers) {
      if (!name.startsWith('x-')) continue;
      if (name === PROOF_HEADER || (!trusted && name.startsWith(PRINCIPAL_PREFIX))) delete headers[name];
    }
  };
};
