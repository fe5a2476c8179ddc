import type { Connection } from '../connection.ts';
import { ServiceError } from '../errors.ts';
import { checkedGroupName, checkedInteger, MAX_MESSAGE_TTL_SECONDS } from '../limits.ts';
import { Message, type Origin, payloadOf } from '../message.ts';
import { audienceOf, type Call, connectionOf, type Operations } from './operation.ts';

const ACCEPTED = 202;

const messageOf = ({ body, contentType, query, service }: Call, origin: Origin): Message => {
  const payload = payloadOf(contentType, body);
  if (!payload)
    throw new ServiceError(415, 'UnsupportedMediaType', `Messages cannot be sent as content type '${contentType}'.`);
  const ttl = checkedInteger('messageTtlSeconds', query.get('messageTtlSeconds'), 0, MAX_MESSAGE_TTL_SECONDS);
  return new Message(origin, payload, ttl ? service.clock.now() + ttl * 1000 : undefined);
};

const send = (call: Call, receivers: Iterable<Connection> | undefined, origin: Origin): number => {
  const message = messageOf(call, origin);
  const audience = audienceOf(call.query);
  if (receivers) call.hub.broadcast(receivers, message, audience);
  return ACCEPTED;
};

export const sendOperations: Operations = {
  'POST :send': (call) => send(call, call.hub.connections.values(), { from: 'server' }),
  'POST groups/*/:send': (call) => {
    const group = checkedGroupName(call.subject);
    return send(call, call.hub.groups.get(group), { from: 'group', group });
  },
  'POST users/*/:send': (call) => send(call, call.hub.users.get(call.subject), { from: 'server' }),
  'POST connections/*/:send': (call) => send(call, [connectionOf(call.hub, call.subject)], { from: 'server' }),
};
