import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { forbidden, unauthenticated } from '../../shared/kernel/errors.ts';
import { normalEmail } from './contract.ts';

/** `x-ms-client-principal` as Static Web Apps sets it; the platform strips what a client sends. */
const Principal = z.object({
  identityProvider: z.string().min(1),
  userDetails: z.string().min(1),
  userRoles: z.array(z.string()).default([]),
});

export interface Trust {
  /** Whether `x-ms-client-principal` can be believed: whether a platform in front of the app strips what clients send. */
  readonly trustPrincipal: boolean;
}

/** Somebody who is signed in, whatever company they may belong to. */
export interface Person {
  readonly provider: string;
  readonly email: string;
  /** When they signed in, in milliseconds; undefined when the platform does not say. */
  readonly signedInAt: number | undefined;
}

/** The role by which a session says when it began: the platform itself does not. */
const STAMP = /^signed-in-(\d{13})$/;

/** What a session is stamped with when it begins. @param at milliseconds */
export const stampOf = (at: number): string => `signed-in-${at}`;

const decoded = (header: string): unknown => {
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString());
  } catch (cause) {
    throw unauthenticated('access/bad-principal', 'The sign-in cannot be read.', {}, { cause });
  }
};

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A session travels with every request of a browser, also with one that another site has made up. Browsers say where it comes from. */
const refuseForgery = ({ method, headers }: HttpRequest): void => {
  const site = headers.get('sec-fetch-site');
  if (!SAFE.has(method) && (site === 'cross-site' || site === 'same-site'))
    throw forbidden('access/cross-site', 'Changes are taken from our own pages only.');
};

/** Who is signed in; undefined when nobody is. @throws FleetError `unauthenticated`, `forbidden` */
export const personOf = (request: HttpRequest, { trustPrincipal }: Trust): Person | undefined => {
  const header = request.headers.get('x-ms-client-principal');
  if (!header || !trustPrincipal) return undefined;
  refuseForgery(request);
  const principal = Principal.safeParse(decoded(header));
  if (!principal.success) throw unauthenticated('access/bad-principal', 'The sign-in cannot be read.');
  const { identityProvider: provider, userDetails, userRoles } = principal.data;
  const stamp = userRoles.map((role) => STAMP.exec(role)?.[1]).find((at) => at !== undefined);
  return { provider, email: normalEmail(userDetails), signedInAt: stamp === undefined ? undefined : Number(stamp) };
};
