import { notSimulated } from '../broker/errors.ts';
import { failureOf } from './failure.ts';
import type { Peer } from './peer.ts';
import { type Reply, type Request, serveRequests } from './requests.ts';
import type { IncomingLink } from './rhea.ts';
import { verifySas } from './sas.ts';

const SAS = 'servicebus.windows.net:sastoken';

const putToken = (peer: Peer, { operation, properties, body }: Request): void => {
  if (operation !== 'put-token') throw notSimulated(`The $cbs operation '${operation}'`);
  if (properties.type !== SAS) throw notSimulated(`A token of type '${properties.type}' (use a connection string)`);
  const { key, clock } = peer.service;
  peer.grant(verifySas(String(body), String(properties.name), key, clock.now()));
};

const answer = (peer: Peer, request: Request): Reply => {
  try {
    putToken(peer, request);
    return { properties: { 'status-code': 202, 'status-description': 'Accepted' } };
  } catch (error) {
    const { status, message, condition } = failureOf(error);
    return { properties: { 'status-code': status, 'status-description': message, 'error-condition': condition } };
  }
};

/** Serves `$cbs`, where a client presents a token for each entity it is going to use. */
export const serveCbs = (peer: Peer, link: IncomingLink): void =>
  serveRequests(
    link,
    (request) => answer(peer, request),
    (effect) => peer.service.journal.afterCommit(effect),
  );
