import { createHash } from 'node:crypto';

/** Somebody who can sign in locally. `tenantName` and `role` are shown on the sign-in page; the API decides for itself. */
export interface DemoUser {
  readonly email: string;
  readonly name?: string;
  readonly tenantName?: string;
  readonly role?: string;
}

/** Who is signed in, as `/.auth/me` and the API are told. */
export interface ClientPrincipal {
  readonly identityProvider: string;
  readonly userId: string;
  readonly userDetails: string;
  readonly userRoles: readonly string[];
}

export const principalOf = (identityProvider: string, email: string): ClientPrincipal => ({
  identityProvider,
  userId: createHash('sha256').update(`${identityProvider}:${email.toLowerCase()}`).digest('hex').slice(0, 32),
  userDetails: email,
  userRoles: ['anonymous', 'authenticated'],
});

export const rolesOf = (principal: ClientPrincipal | undefined): readonly string[] =>
  principal?.userRoles ?? ['anonymous'];

/** The form in which the API gets it. */
export const encodePrincipal = (principal: ClientPrincipal): string =>
  Buffer.from(JSON.stringify(principal)).toString('base64');
