import type { BlobClient, BlobGenerateSasUrlOptions, BlobServiceClient, UserDelegationKey } from '@azure/storage-blob';

type Terms = BlobGenerateSasUrlOptions & { readonly expiresOn: Date };

/** Signs an address of a blob, so that it works without a sign-in. */
export type SignLink = (blob: BlobClient, terms: Terms) => Promise<string>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** With the key of the account, which the client has. */
export const signedByAccount: SignLink = (blob, terms) => blob.generateSasUrl(terms);

/** With a key that the service hands to the app's identity. It is good for two days, and links for one: a new key is asked for once a day. */
export const signedByIdentity = (open: () => Promise<BlobServiceClient>, now = Date.now): SignLink => {
  let current: { readonly until: number; readonly key: Promise<UserDelegationKey> } | undefined;

  const ask = async (until: number) => {
    const service = await open();
    // The clock of the service may be behind.
    return service.getUserDelegationKey(new Date(now() - 15 * MINUTE), new Date(until));
  };
  const keyUntil = (end: number): Promise<UserDelegationKey> => {
    if (current && end <= current.until) return current.key;
    const until = now() + 2 * DAY;
    const asked = {
      until,
      key: ask(until).catch((error: unknown) => {
        if (current === asked) current = undefined;
        throw error;
      }),
    };
    current = asked;
    return asked.key;
  };
  return async (blob, terms) => blob.generateUserDelegationSasUrl(terms, await keyUntil(terms.expiresOn.getTime()));
};
