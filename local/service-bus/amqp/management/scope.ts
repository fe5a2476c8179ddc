import { z } from 'zod';
import { badArgument, notAllowed } from '../../broker/errors.ts';
import { Queue } from '../../broker/queue.ts';
import type { Topic } from '../../broker/topic.ts';
import { fromLong } from '../../message/codec.ts';
import type { Peer } from '../peer.ts';
import type { ReceiverLink } from '../receiver-link.ts';

/** What a management request is about. */
export interface Scope {
  readonly peer: Peer;
  readonly path: string;
  readonly target: Queue | Topic;
  /** The link on whose behalf the request is made, if it still exists. */
  readonly receiver: ReceiverLink | undefined;
}

/** Returns the body of the reply, or undefined for "no content". Throws a BusError. */
export type Operation = (scope: Scope, body: unknown) => unknown;

/** An operation whose request body is checked first. */
export const operation =
  <Body>(schema: z.ZodType<Body>, run: (scope: Scope, body: Body) => unknown): Operation =>
  (scope, body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return run(scope, parsed.data);
    const [issue] = parsed.error.issues;
    throw badArgument(`The request is not valid: ${issue?.path.join('.')}: ${issue?.message}.`);
  };

/** The queue or subscription the request is about. */
export const queueOf = ({ target, path }: Scope): Queue => {
  if (target instanceof Queue) return target;
  throw notAllowed(`'${path}' is a topic, from which nothing can be received.`);
};

export const bytes = z.custom<Buffer>((value) => Buffer.isBuffer(value), { error: 'expected bytes' });

export const long = z.union([z.number(), bytes]).transform(fromLong);

/** AMQP has no undefined: a field without a value is null. */
export const optional = <Value extends z.ZodType>(value: Value) =>
  value.nullish().transform((given) => given ?? undefined);
