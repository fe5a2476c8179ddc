import type { Caller } from '../../shared/identity/caller.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';

/**
 * Ends the live connections of somebody whose access has changed: they were let in by what held then. Whoever still has access connects again. When it
 * fails they last until they drop; the change itself holds.
 */
export const cutOff = ({ push, log }: Pick<Services, 'push' | 'log'>, email: string): Promise<void> =>
  push
    .disconnect(`user:${email}`)
    .catch((error: unknown) => log.warn('Live connections could not be ended', { error }));

/** @throws FleetError `conflict` where sessions do not say when they began: whoever was signed out could never come back. */
export const requireTimedSessions = ({ actor, signedInAt }: Pick<Caller, 'actor' | 'signedInAt'>): void => {
  if (actor.startsWith('user:') && signedInAt === undefined)
    throw conflict('access/sessions-untimed', 'The site does not say when sessions begin, so they cannot be ended.');
};
