import rhea, { type Typed } from 'rhea';
import type { Message } from './entity.ts';

// rhea exports these at run time; its typings describe their shape, but not that they are there.
interface Coding {
  readonly Reader: new (bytes: Buffer) => { position: number; remaining(): number; read(): Typed };
  readonly Writer: new () => { write(value: unknown): void; toBuffer(): Buffer };
  wrap_array(values: readonly unknown[], typeCode: number): Typed;
}

/** rhea's AMQP types, with those parts that its typings leave out. */
export const types = rhea.types as typeof rhea.types & Coding;

const described = (code: number, value: Typed): Typed => types.described(types.wrap_ulong(code), value);

export const withoutNulls = (values: Record<string, unknown> | null | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null && value !== undefined));

const HEADER = 0x70;
const ANNOTATIONS = 0x72;

/** A message as a receiver gets it: the broker's header and annotations, then the sender's bytes. */
export const encodeDelivery = ({
  content,
  deliveries,
  sequence,
  enqueuedAt,
  enqueuedSequence,
  state,
  lock,
}: Message): Buffer => {
  const ttl = content.decoded.ttl === undefined ? null : types.wrap_uint(content.decoded.ttl);
  const annotations: Record<string, unknown> = {
    ...content.decoded.message_annotations,
    'x-opt-sequence-number': types.wrap_long(sequence),
    'x-opt-enqueued-time': types.wrap_timestamp(enqueuedAt),
    'x-opt-message-state': types.wrap_int(state === 'deferred' ? 1 : 0),
  };
  if (enqueuedSequence !== undefined) annotations['x-opt-enqueue-sequence-number'] = types.wrap_long(enqueuedSequence);
  if (lock) annotations['x-opt-locked-until'] = types.wrap_timestamp(lock.until);
  const writer = new types.Writer();
  writer.write(described(HEADER, types.wrap_list([null, null, ttl, null, types.wrap_uint(deliveries)])));
  writer.write(described(ANNOTATIONS, types.wrap_symbolic_map(annotations)));
  return Buffer.concat([writer.toBuffer(), content.bare]);
};
