import type { SecretClientOptions } from '@azure/keyvault-secrets';

type Policy = NonNullable<SecretClientOptions['additionalPolicies']>[number]['policy'];

/** Stands behind the SDK's own sign-in, which insists on https. */
const policy: Policy = {
  name: 'plainHttp',
  async sendRequest(request, next) {
    const { url } = request;
    request.url = url.replace(/^https:/, 'http:');
    try {
      return await next(request);
    } finally {
      request.url = url;
    }
  },
};

/**
 * What a client needs to know of a vault that speaks plain http, as a stand-in on this machine does. Name it to the client with `https:`; on the
 * wire it is `http:`. Its host is not the one that tokens are for, so that is not checked either.
 */
export const PLAIN_HTTP: SecretClientOptions = {
  allowInsecureConnection: true,
  disableChallengeResourceVerification: true,
  additionalPolicies: [{ policy, position: 'perRetry' }],
};
