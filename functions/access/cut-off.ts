import type { Services } from '../../shared/services.ts';

/**
 * Ends the live connections of somebody whose access has changed: they were let in by what held then. Whoever still has access connects again. When it
 * fails they last until they drop; the change itself holds.
 */
export const cutOff = ({ push, log }: Pick<Services, 'push' | 'log'>, email: string): Promise<void> =>
  push
    .disconnect(`user:${email}`)
    .catch((error: unknown) => log.warn('Live connections could not be ended', { error }));
