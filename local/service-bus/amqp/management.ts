import type { Typed } from 'rhea';
import { z } from 'zod';
import { described, encodeDelivery, types, withoutNulls } from '../broker/codec.ts';
import { Content } from '../broker/content.ts';
import { badArgument, notImplemented, tooLarge } from '../errors.ts';
import { correlationNames, type Rule } from '../rules.ts';
import type { Peer } from './peer.ts';
import { serveRequests } from './requests.ts';
import type { IncomingLink } from './rhea.ts';

export const MANAGEMENT = '/$management';

const SESSION_STATE_BYTES = 256 * 1024;
const LONG = 0x81;
const TIMESTAMP = 0x83;
const RECEIVE_AND_DELETE = 0;
const NO_TOKEN = Buffer.alloc(16);
// Microsoft's descriptors. Those of filters have one zero less than those of rules and actions.
const RULE = 0x13700000004;
const NO_ACTION = 0x13700000005;
const SQL_FILTER = 0x1370000006;
const CORRELATION_FILTER = 0x1370000009;
const SQL_LEVEL = 20;

const bytes = z
  .custom<Buffer>((value) => Buffer.isBuffer(value), { error: 'expected bytes' })
  .transform((value) => Buffer.from(value));
const long = z
  .union([z.number(), bytes])
  .transform((value) => (typeof value === 'number' ? value : Number(value.readBigInt64BE(0))));
const map = z.record(z.string(), z.unknown()).transform(withoutNulls);

/** What the body of a request can hold; each operation uses some of it. AMQP has no undefined: what is absent is null. */
const bodySchema = z.preprocess(
  (body) => withoutNulls(body as Record<string, unknown>),
  z.object({
    messages: z.array(z.object({ message: bytes })).default([]),
    'sequence-numbers': z.array(long).default([]),
    'lock-tokens': z.array(bytes.transform((token) => token.toString('hex'))).default([]),
    'session-id': z.string().optional(),
    'session-state': bytes.optional(),
    'from-sequence-number': long.default(1),
    'message-count': z.int().positive().default(1),
    'receiver-settle-mode': z.number().default(1),
    'disposition-status': z.enum(['completed', 'abandoned', 'defered', 'suspended']).default('completed'),
    'deadletter-reason': z.string().optional(),
    'deadletter-description': z.string().optional(),
    'properties-to-modify': map.default({}),
    'rule-name': z.string().default(''),
    'rule-description': map.default({}),
    top: z.int().default(100),
    skip: z.int().default(0),
  }),
);
type Body = z.output<typeof bodySchema>;

/** What a request is about: the entity's path, the client, and the name of the link on whose behalf it is made. */
interface Scope {
  readonly peer: Peer;
  readonly path: string;
  readonly linkName: string;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The SDK's description of a rule, in the form of ARM. */
const ruleFrom = (name: string, description: Record<string, unknown>): unknown => {
  const {
    'sql-filter': sql,
    'correlation-filter': correlation,
    'sql-rule-action': action,
  } = description as Record<string, Record<string, unknown>>;
  if (action?.expression) throw notImplemented('A SQL rule action');
  if (sql) return { name, sqlFilter: { sqlExpression: sql.expression } };
  const given = Object.fromEntries(correlationNames.map((field) => [field, correlation?.[kebab(field)]]));
  return { name, correlationFilter: withoutNulls({ ...given, properties: correlation?.properties }) };
};

const list = (code: number, ...fields: readonly unknown[]): Typed =>
  described(code, types.wrap_list(fields.map((field) => field ?? null)));

const describe = ({ name, sqlFilter, correlationFilter = {} }: Rule): Typed => {
  const fields = correlationNames.map((field) => correlationFilter[field]);
  const filter = sqlFilter
    ? list(SQL_FILTER, sqlFilter.sqlExpression, types.wrap_int(SQL_LEVEL))
    : list(CORRELATION_FILTER, ...fields, types.wrap_map(correlationFilter.properties ?? {}));
  return list(RULE, filter, list(NO_ACTION), name);
};

const queueOf = ({ peer, path }: Scope) => peer.service.namespace.queue(path);
const rulesOf = ({ peer, path }: Scope) => peer.service.namespace.rules(path);
const lineOf = ({ peer, linkName }: Scope) => peer.receivers.get(linkName)?.line;
const held = (scope: Scope, body: Body) => queueOf(scope).held(body['session-id'] ?? '', lineOf(scope));

/** The reply of an operation that has nothing to tell. */
const done = (_nothing: unknown) => ({});

/** Each returns the body of the reply, or undefined for "no content", or throws a BusError. */
const operations: Readonly<Record<string, (scope: Scope, body: Body) => unknown>> = {
  'schedule-message': ({ peer, path }, { messages }) => {
    const contents = messages.map(({ message }) => Content.parse(message));
    return { 'sequence-numbers': types.wrap_array(peer.service.namespace.target(path).send(contents), LONG) };
  },
  'cancel-scheduled-message': ({ peer, path }, body) =>
    done(peer.service.namespace.entity(path).cancel(body['sequence-numbers'])),
  'peek-message': ({ peer, path }, body) => {
    const entity = peer.service.namespace.entity(path);
    const found = entity.peek(body['from-sequence-number'], body['message-count'], body['session-id']);
    return found.length > 0 ? { messages: found.map((message) => ({ message: encodeDelivery(message) })) } : undefined;
  },
  'receive-by-sequence-number': (scope, body) => {
    const session = body['session-id'] === undefined ? undefined : held(scope, body);
    const isTaken = body['receiver-settle-mode'] === RECEIVE_AND_DELETE;
    const messages = queueOf(scope).receiveDeferred(body['sequence-numbers'], isTaken, session);
    return {
      messages: messages.map((message) => ({
        message: encodeDelivery(message),
        'lock-token': types.wrap_uuid(message.lock ? Buffer.from(message.lock.token, 'hex') : NO_TOKEN),
      })),
    };
  },
  'update-disposition': (scope, body) => {
    for (const token of body['lock-tokens'])
      queueOf(scope).settle(token, {
        status: body['disposition-status'],
        properties: body['properties-to-modify'],
        reason: body['deadletter-reason'],
        description: body['deadletter-description'],
      });
    return {};
  },
  'renew-lock': (scope, body) => {
    const expirations = body['lock-tokens'].map((token) => queueOf(scope).renew(token));
    return { expirations: types.wrap_array(expirations, TIMESTAMP) };
  },
  'renew-session-lock': (scope, body) => ({ expiration: new Date(queueOf(scope).renew(held(scope, body))) }),
  'get-session-state': (scope, body) => ({ 'session-state': queueOf(scope).state(held(scope, body)) }),
  'set-session-state': (scope, body) => {
    const state = body['session-state'] ?? null;
    if (state && state.length > SESSION_STATE_BYTES) throw tooLarge('A session state has 256 KB at most.');
    return done(queueOf(scope).state(held(scope, body), state));
  },
  'add-rule': (scope, body) => done(rulesOf(scope).add(ruleFrom(body['rule-name'], body['rule-description']))),
  'remove-rule': (scope, body) => done(rulesOf(scope).remove(body['rule-name'])),
  'enumerate-rules': (scope, { top, skip }) => {
    const page = rulesOf(scope)
      .list()
      .slice(skip, skip + top);
    return page.length > 0 ? { rules: page.map((rule) => ({ 'rule-description': describe(rule) })) } : undefined;
  },
};

const status = (statusCode: number, statusDescription: string, errorCondition?: string) => ({
  statusCode,
  statusDescription,
  errorCondition,
});

/** Serves `<entity>/$management`: everything that is neither a plain send nor a plain receive. */
export const serveManagement = (peer: Peer, link: IncomingLink, path: string): void => {
  peer.admit(path + MANAGEMENT);
  peer.service.namespace.entity(path);
  serveRequests(link, peer.service.store, status, ({ operation, properties, body }) => {
    const run = operations[operation.replace('com.microsoft:', '')];
    if (!run) throw notImplemented(`The management operation '${operation}'`);
    peer.admit(path + MANAGEMENT);
    const { data, error } = bodySchema.safeParse(body);
    if (!data) throw badArgument(`The request is not valid: ${z.prettifyError(error)}`);
    return run({ peer, path, linkName: String(properties['associated-link-name']) }, data);
  });
};
