import type { Typed } from 'rhea';
import type { Message, MessageState } from '../broker/message.ts';
import { described, encode, types } from './codec.ts';
import { section } from './sections.ts';

const stateCode = { active: 0, deferred: 1, scheduled: 2 } satisfies Record<MessageState, number>;

const optional = <Value>(value: Value | undefined, wrap: (value: Value) => Typed): Typed =>
  value === undefined ? types.wrap(null) : wrap(value);

const header = ({ content, deliveries }: Message) => {
  const ttl = optional(content.timeToLive, types.wrap_uint);
  return described(section.header, types.wrap_list([null, null, ttl, null, types.wrap_uint(deliveries)]));
};

const annotations = (message: Message, lockedUntil: number | undefined) => {
  const { content, sequence, enqueuedAt, enqueuedSequence, scheduledFor, state } = message;
  const all: Record<string, unknown> = {
    ...content.annotations,
    'x-opt-sequence-number': types.wrap_long(sequence),
    'x-opt-enqueued-time': types.wrap_timestamp(enqueuedAt),
    'x-opt-message-state': types.wrap_int(stateCode[state]),
  };
  if (enqueuedSequence !== undefined) all['x-opt-enqueue-sequence-number'] = types.wrap_long(enqueuedSequence);
  if (scheduledFor !== undefined) all['x-opt-scheduled-enqueue-time'] = types.wrap_timestamp(scheduledFor);
  if (lockedUntil !== undefined) all['x-opt-locked-until'] = types.wrap_timestamp(lockedUntil);
  return described(section.messageAnnotations, types.wrap_symbolic_map(all));
};

/** A message as a receiver gets it: the broker's header and annotations, then the sender's bytes. */
export const encodeDelivery = (message: Message): Buffer =>
  Buffer.concat([encode(header(message), annotations(message, message.lock?.until)), message.content.bare]);
