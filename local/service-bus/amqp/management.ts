import rhea, { type Delivery, type Sender } from 'rhea';
import { z } from 'zod';
import { contentsOf, encodeDelivery, type Properties, types, withoutNulls } from '../broker/content.ts';
import type { Namespace } from '../broker/namespace.ts';
import type { Consumer } from '../broker/queue.ts';
import { badArgument, notImplemented, refusalOf } from '../errors.ts';
import type { Peer } from './listener.ts';
import type { IncomingLink } from './rhea.ts';

export const MANAGEMENT = '/$management';

const SESSION_STATE_BYTES = 256 * 1024;
const LONG = 0x81;
const TIMESTAMP = 0x83;
const RECEIVE_AND_DELETE = 0;

const bytes = z.instanceof(Buffer, { error: 'expected bytes' });

/** What the body of a request can hold; each operation uses some of it. AMQP has no undefined: what is absent is null. */
const bodySchema = z.preprocess(
  (body) => withoutNulls(body ?? {}),
  z.object({
    messages: z.array(z.object({ message: bytes })).default([]),
    'sequence-numbers': z.array(z.int()).default([]),
    'lock-tokens': z.array(bytes.transform((token) => token.toString('hex'))).default([]),
    'session-id': z.string().optional(),
    'session-state': bytes
      .refine(({ length }) => length <= SESSION_STATE_BYTES, { error: 'a session state has 256 KB at most' })
      .optional(),
    'receiver-settle-mode': z.number().default(1),
    'disposition-status': z.enum(['completed', 'abandoned', 'defered', 'suspended']).default('completed'),
    'deadletter-reason': z.string().optional(),
    'deadletter-description': z.string().optional(),
    'properties-to-modify': z.record(z.string(), z.unknown()).default({}),
  }),
);
type Body = z.output<typeof bodySchema>;
type Operation = (body: Body, receiver: Consumer | undefined) => unknown;

/** What can be asked of an entity, on behalf of the receiver. */
const operationsOf = (namespace: Namespace, path: string): Readonly<Record<string, Operation>> => {
  const queue = () => namespace.queue(path);
  const held = (body: Body, receiver: Consumer | undefined) => queue().held(body['session-id'], receiver);
  return {
    'schedule-message': ({ messages }) => {
      const contents = messages.flatMap(({ message }) => contentsOf(message));
      return { 'sequence-numbers': types.wrap_array(namespace.target(path).send(contents), LONG) };
    },
    'receive-by-sequence-number': (body, receiver) => {
      if (body['receiver-settle-mode'] === RECEIVE_AND_DELETE)
        throw notImplemented('To receive and delete deferred messages');
      const session = body['session-id'] === undefined ? undefined : held(body, receiver);
      const messages = queue().receiveDeferred(body['sequence-numbers'], session);
      const tokenOf = (text = '') => types.wrap_uuid(Buffer.from(text, 'hex'));
      return {
        messages: messages.map((one) => ({ message: encodeDelivery(one), 'lock-token': tokenOf(one.lock?.token) })),
      };
    },
    'update-disposition': (body) => {
      const properties = {
        ...body['properties-to-modify'],
        DeadLetterReason: body['deadletter-reason'],
        DeadLetterErrorDescription: body['deadletter-description'],
      };
      for (const token of body['lock-tokens']) queue().settle(token, body['disposition-status'], properties);
    },
    'renew-lock': (body) => {
      const expirations = body['lock-tokens'].map((token) => queue().renew(token));
      return { expirations: types.wrap_array(expirations, TIMESTAMP) };
    },
    'renew-session-lock': (body, receiver) => ({ expiration: new Date(queue().renew(held(body, receiver))) }),
    'get-session-state': (body, receiver) => ({ 'session-state': queue().state(held(body, receiver)) }),
    'set-session-state': (body, receiver) => void queue().state(held(body, receiver), body['session-state'] ?? null),
  };
};

/** The status of a reply: first as `$management` spells it, then as `$cbs` does. */
const statusOf = (code: number, description: string, condition?: string): Properties => ({
  statusCode: code,
  statusDescription: description,
  errorCondition: condition,
  'status-code': code,
  'status-description': description,
  'error-condition': condition,
});

/** Answers the requests that arrive on `link` with what `run` returns or throws, on the link that each names in `reply-to`. */
export const serveRequests = (link: IncomingLink, run: (properties: Properties, body: unknown) => unknown): void => {
  const answer = (properties: Properties, body: unknown) => {
    try {
      return { body: run(properties, body), application_properties: statusOf(200, 'OK') };
    } catch (error) {
      const { status, description, condition } = refusalOf(error);
      return { body: undefined, application_properties: statusOf(status, description, condition) };
    }
  };
  link.on('message', ({ message: bytes, delivery }: { message: Buffer; delivery: Delivery }) => {
    delivery.accept();
    const { application_properties = {}, body, message_id, reply_to } = rhea.message.decode(bytes);
    const goesTo = (sender: Sender) => sender.name === reply_to || sender.target?.address === reply_to;
    link.session.find_sender(goesTo)?.send({ correlation_id: message_id, ...answer(application_properties, body) });
  });
};

/** Serves `<entity>/$management`: everything that is neither a plain send nor a plain receive. */
export const serveManagement = (peer: Peer, link: IncomingLink, path: string): void => {
  const { namespace } = peer.service;
  peer.admit(path + MANAGEMENT);
  namespace.entity(path);
  const operations = operationsOf(namespace, path);
  serveRequests(link, ({ operation, ...properties }, body) => {
    const run = operations[String(operation).replace('com.microsoft:', '')];
    if (!run) throw notImplemented(`The management operation '${operation}'`);
    peer.admit(path + MANAGEMENT);
    const { data, error } = bodySchema.safeParse(body);
    if (!data) throw badArgument(`The request is not valid: ${z.prettifyError(error)}`);
    return run(data, peer.receivers.get(String(properties['associated-link-name']))?.consumer);
  });
};
