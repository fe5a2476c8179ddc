import { z } from 'zod';
import { BusError, notAllowed } from '../../broker/errors.ts';
import type { SessionLanes } from '../../broker/session-lanes.ts';
import { limits } from '../../limits.ts';
import { bytes, operation, queueOf, type Scope } from './scope.ts';

const named = { 'session-id': z.string() };

const sessionsOf = (scope: Scope): SessionLanes => {
  const { sessions } = queueOf(scope);
  if (!sessions) throw notAllowed(`'${scope.path}' does not require sessions, so it has none.`);
  return sessions;
};

const renew = operation(z.object(named), (scope, body) => ({
  expiration: new Date(sessionsOf(scope).renew(body['session-id'], scope.receiver)),
}));

const getState = operation(z.object(named), (scope, body) => ({
  'session-state': sessionsOf(scope).state(body['session-id'], scope.receiver),
}));

const setState = operation(z.object({ ...named, 'session-state': bytes.nullish() }), (scope, body) => {
  const state = body['session-state'] ?? null;
  if (state && state.length > limits.sessionStateBytes)
    throw new BusError(
      'amqp:link:message-size-exceeded',
      `A session state has ${limits.sessionStateBytes} bytes at most.`,
    );
  sessionsOf(scope).setState(body['session-id'], scope.receiver, state && Buffer.from(state));
  return {};
});

/** What the holder of a session may do with it; anybody else is told that the lock is lost. */
export const sessionOperations = {
  'renew-session-lock': renew,
  'get-session-state': getState,
  'set-session-state': setState,
};
