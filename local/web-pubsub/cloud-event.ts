import { createHmac, randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';
import type { Service } from './service.ts';
import type { EventName } from './settings.ts';

/** Headers may carry Latin-1 only; a user id may be anything. */
const headerSafe = (text: string) => (/^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text));

/** The headers of a CloudEvent in binary mode, as event handlers get them. */
export const cloudEventHeaders = (
  { key, clock }: Service,
  requestOrigin: string,
  connection: Connection,
  { kind, name }: EventName,
): Record<string, string> => {
  const { id, hub, userId, subprotocol, state } = connection;
  return {
    'webhook-request-origin': requestOrigin,
    'ce-specversion': '1.0',
    'ce-type': `azure.webpubsub.${kind}.${name}`,
    'ce-source': `/hubs/${hub.name}/client/${id}`,
    'ce-id': randomUUID(),
    'ce-time': new Date(clock.now()).toISOString(),
    'ce-signature': `sha256=${createHmac('sha256', key).update(id).digest('hex')}`,
    'ce-connectionid': id,
    'ce-hub': hub.name,
    'ce-eventname': name,
    'ce-awpsversion': '1.0',
    ...(userId === undefined ? {} : { 'ce-userid': headerSafe(userId) }),
    ...(subprotocol === undefined ? {} : { 'ce-subprotocol': subprotocol }),
    ...(state === undefined ? {} : { 'ce-connectionstate': state }),
  };
};
