import { randomUUID } from 'node:crypto';
import rhea, { type Typed } from 'rhea';
import { malformed, notAllowed, tooLarge } from '../errors.ts';
import type { Message } from './entity.ts';

export const TRANSFER_BYTES = 256 * 1024;
const PROPERTIES_BYTES = 64 * 1024;
/** The message format of a batch: an envelope whose data sections are complete encoded messages. */
const BATCH_FORMAT = 0x80013700;
const SCHEDULED_FOR = 'x-opt-scheduled-enqueue-time';
const HEADER_SECTION = 0x70;
const ANNOTATIONS_SECTION = 0x72;
const PROPERTIES_SECTION = 0x73;

export type Properties = Readonly<Record<string, unknown>>;

/** A message as its sender encoded it: the bytes are passed on as they are, so that no AMQP type is lost on the way. */
export interface Content {
  readonly bytes: Buffer;
  /** Properties, application properties and body: what is delivered unchanged. */
  readonly bare: Buffer;
  /** What the broker reads of it, by rhea's names. */
  readonly decoded: ReturnType<typeof rhea.message.decode>;
  readonly sessionId: string | undefined;
  readonly scheduledFor: number | undefined;
}

/** rhea's AMQP types, with those parts that it exports at run time but its typings leave out. */
export const types = rhea.types as typeof rhea.types & {
  readonly Reader: new (bytes: Buffer) => { position: number; remaining(): number; read(): Typed };
  readonly Writer: new () => { write(value: unknown): void; toBuffer(): Buffer };
  wrap_array(values: readonly unknown[], typeCode: number): Typed;
};

const described = (code: number, value: Typed): Typed => types.described(types.wrap_ulong(code), value);

export const withoutNulls = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

/** The bytes of a message without its header and annotations. */
const bareOf = (bytes: Buffer): Buffer => {
  const reader = new types.Reader(bytes);
  while (reader.remaining() > 0) {
    const start = reader.position;
    reader.position += 1;
    if (Number(reader.read().value) >= PROPERTIES_SECTION) return bytes.subarray(start);
    reader.read();
  }
  return Buffer.alloc(0);
};

/** Takes one encoded message, and gives it an id if it has none: the SDK cannot settle without. Throws `amqp:decode-error`. */
export const parseContent = (bytes: Buffer): Content => {
  try {
    const decoded = rhea.message.decode(bytes);
    const { message_id, group_id: sessionId, message_annotations: annotations } = decoded;
    if (message_id === undefined)
      return parseContent(rhea.message.encode({ ...decoded, message_id: randomUUID().replaceAll('-', '') }));
    const scheduledFor = annotations?.[SCHEDULED_FOR] ? Number(annotations[SCHEDULED_FOR]) : undefined;
    return { bytes, bare: bareOf(bytes), decoded, sessionId, scheduledFor };
  } catch (error) {
    throw malformed(`The message is not valid AMQP 1.0: ${error instanceof Error ? error.message : error}.`);
  }
};

const checkProperties = ({ bytes, decoded: { application_properties } }: Content): void => {
  if (bytes.length <= PROPERTIES_BYTES || !application_properties) return;
  const size = rhea.message.encode({ application_properties, body: undefined }).length;
  if (size > PROPERTIES_BYTES) throw tooLarge('The application properties take more than 64 KB.');
};

/** The contents of one transfer, copied once: no network buffer is kept alive by a message. Throws when the service would refuse them. */
export const contentsOf = (transfer: Buffer, format = 0): Content[] => {
  if (transfer.length > TRANSFER_BYTES) throw tooLarge(`A transfer has 256 KB at most, not ${transfer.length} bytes.`);
  const bytes = Buffer.from(transfer);
  const sections = format === BATCH_FORMAT ? rhea.message.decode(bytes).body?.content : bytes;
  if (sections === undefined) throw notAllowed('The link received a batch message with no data in it.');
  const contents = [sections].flat().map(parseContent);
  contents.forEach(checkProperties);
  return contents;
};

/** The same message with application properties added or replaced. */
export const withProperties = (content: Content, changes: Properties): Content => {
  const given = withoutNulls(changes);
  if (Object.keys(given).length === 0) return content;
  const application_properties = { ...content.decoded.application_properties, ...given };
  return parseContent(rhea.message.encode({ ...content.decoded, application_properties }));
};

/** A message as a receiver gets it: the broker's header and annotations, then the sender's bytes. */
export const encodeDelivery = (message: Message): Buffer => {
  const { content, deliveries, sequence, enqueuedAt, enqueuedSequence, state, lock } = message;
  const ttl = content.decoded.ttl === undefined ? null : types.wrap_uint(content.decoded.ttl);
  const annotations = withoutNulls({
    ...content.decoded.message_annotations,
    'x-opt-sequence-number': types.wrap_long(sequence),
    'x-opt-enqueued-time': types.wrap_timestamp(enqueuedAt),
    'x-opt-message-state': types.wrap_int(state === 'deferred' ? 1 : 0),
    'x-opt-enqueue-sequence-number': enqueuedSequence && types.wrap_long(enqueuedSequence),
    'x-opt-locked-until': lock && types.wrap_timestamp(lock.until),
  });
  const writer = new types.Writer();
  writer.write(described(HEADER_SECTION, types.wrap_list([null, null, ttl, null, types.wrap_uint(deliveries)])));
  writer.write(described(ANNOTATIONS_SECTION, types.wrap_symbolic_map(annotations)));
  return Buffer.concat([writer.toBuffer(), content.bare]);
};
