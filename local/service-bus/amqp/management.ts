import { notSimulated } from '../broker/errors.ts';
import { types } from '../message/codec.ts';
import { failureOf } from './failure.ts';
import { messageOperations } from './management/messages.ts';
import { receiverOperations } from './management/receivers.ts';
import { ruleOperations } from './management/rules.ts';
import type { Operation, Scope } from './management/scope.ts';
import { sessionOperations } from './management/sessions.ts';
import type { Peer } from './peer.ts';
import { type Reply, type Request, serveRequests } from './requests.ts';
import type { IncomingLink } from './rhea.ts';

export const MANAGEMENT = '/$management';

const PREFIX = 'com.microsoft:';
const LINK_NAME = 'associated-link-name';
const TRACKING_ID = 'com.microsoft:tracking-id';

const operations = new Map<string, Operation>(
  Object.entries({ ...messageOperations, ...receiverOperations, ...sessionOperations, ...ruleOperations }),
);

const perform = (scope: Omit<Scope, 'receiver'>, { operation, properties, body }: Request): unknown => {
  const run = operations.get(operation.replace(PREFIX, ''));
  if (!run) throw notSimulated(`The management operation '${operation}'`);
  scope.peer.authorize(scope.path + MANAGEMENT);
  return run({ ...scope, receiver: scope.peer.receivers.get(String(properties[LINK_NAME])) }, body);
};

const reply = (request: Request, status: number, description: string, more: object = {}): Record<string, unknown> => ({
  statusCode: types.wrap_int(status),
  statusDescription: description,
  [TRACKING_ID]: request.properties[TRACKING_ID],
  ...more,
});

const answer = (scope: Omit<Scope, 'receiver'>, request: Request): Reply => {
  try {
    const body = perform(scope, request);
    if (body === undefined) return { properties: reply(request, 204, 'NoContent') };
    return { properties: reply(request, 200, 'OK'), body };
  } catch (error) {
    const { status, message, condition } = failureOf(error);
    return { properties: reply(request, status, message, { errorCondition: condition }) };
  }
};

/** Serves `<entity>/$management`: everything that is neither a plain send nor a plain receive. */
export const serveManagement = (peer: Peer, link: IncomingLink, path: string): void => {
  const { bus, journal } = peer.service;
  peer.authorize(path + MANAGEMENT);
  const scope = { peer, path, target: bus.target(path) };
  serveRequests(
    link,
    (request) => answer(scope, request),
    (effect) => journal.afterCommit(effect),
  );
};
