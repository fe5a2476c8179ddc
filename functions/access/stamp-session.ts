import { z } from 'zod';
import { answer } from '../../shared/http/answers.ts';
import type { Endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { stampOf } from './principal.ts';

/**
 * Called by Static Web Apps whenever somebody has signed in (`rolesSource`): what it answers becomes part of the session and cannot be changed by
 * whoever holds it. So the session says when it began, which the platform itself does not. It tells nobody anything, so everybody may ask.
 */
export const stampSession: Endpoint = {
  scope: 'anonymous',
  described: {
    summary: 'Say when a session begins',
    description: 'For the platform, which asks after every sign-in and keeps the answer in the session.',
    answers: [answer(z.object({ roles: z.array(z.string()) }))],
  },
  handler:
    ({ clock }) =>
    async () =>
      json(200, { roles: [stampOf(clock().getTime())] }, { 'cache-control': 'no-store' }),
};
