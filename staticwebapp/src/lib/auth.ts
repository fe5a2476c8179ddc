import { queryOptions } from '@tanstack/react-query';
import type { Me } from '../../../shared/client/routes.ts';
import { api } from './api.ts';

export type { Me };

/** Who is signed in. Fails with 401 when nobody is, with 403 `access/no-membership` when they belong to no tenant. */
export const currentUser = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get('me', { signal }),
  staleTime: 5 * 60_000,
});

/** Whether to offer something. What is offered may still be refused: the API decides. */
export const may = (me: Me, scope: string): boolean => me.scopes.includes(scope);

/** @param returnTo where to come back to; a path of this site */
export const signInUrl = (returnTo: string): string =>
  `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(returnTo)}`;

export const signOutUrl = '/.auth/logout?post_logout_redirect_uri=/';
