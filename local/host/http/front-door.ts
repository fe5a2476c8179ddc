import type { IncomingHttpHeaders } from 'node:http';

const PROOF_HEADER = 'x-wayfleet-front-door';
const PRINCIPAL_PREFIX = 'x-ms-client-principal';

/**
 * Stands in for App Service Authentication: who the caller is may only be said by the front door, which proves itself
 * with a shared secret. From anybody else the principal headers are removed before the app can see them.
 */
export const principalGuard =
  (proof: string | undefined) =>
  (headers: IncomingHttpHeaders): void => {
    const trusted = proof !== undefined && proof !== '' && headers[PROOF_HEADER] === proof;
    for (const name in headers)
      if (name === PROOF_HEADER || (!trusted && name.startsWith(PRINCIPAL_PREFIX))) delete headers[name];
  };
