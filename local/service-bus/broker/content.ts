import { randomUUID } from 'node:crypto';
import rhea from 'rhea';
import { malformed, tooLarge } from '../errors.ts';
import { types } from './codec.ts';

export const MESSAGE_BYTES = 256 * 1024;
const PROPERTIES_BYTES = 64 * 1024;
/** The message format of a batch: an envelope whose data sections are complete encoded messages. */
const BATCH_FORMAT = 0x80013700;
const SCHEDULED_FOR = 'x-opt-scheduled-enqueue-time';
const PROPERTIES_SECTION = 0x73;

/** What filters can name beside application properties, in the order of AMQP's correlation filter, and rhea's names for it. */
export const systemProperties = {
  correlationId: 'correlation_id',
  messageId: 'message_id',
  to: 'to',
  replyTo: 'reply_to',
  label: 'subject',
  sessionId: 'group_id',
  replyToSessionId: 'reply_to_group_id',
  contentType: 'content_type',
} as const;

export type Properties = Readonly<Record<string, unknown>>;

/** What the broker reads of a message, by rhea's names. */
type Decoded = ReturnType<typeof rhea.message.decode>;

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

/**
 * A message as its sender encoded it. The bytes are kept and passed on as they are, so that no AMQP type is lost on
 * the way, unless properties are changed.
 */
export class Content {
  readonly bytes: Buffer;
  /** Properties, application properties and body: what is delivered unchanged. */
  readonly bare: Buffer;
  readonly decoded: Decoded;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly scheduledFor: number | undefined;

  private constructor(bytes: Buffer, bare: Buffer, decoded: Decoded) {
    const scheduled = decoded.message_annotations?.[SCHEDULED_FOR];
    const id = decoded.message_id;
    this.bytes = bytes;
    this.bare = bare;
    this.decoded = decoded;
    this.messageId = Buffer.isBuffer(id) ? id.toString('hex') : String(id);
    this.sessionId = decoded.group_id;
    this.scheduledFor = scheduled === undefined || scheduled === null ? undefined : Number(scheduled);
  }

  /** Takes one encoded message, and gives it an id if it has none: the SDK cannot settle without. Throws `amqp:decode-error`. */
  static parse(bytes: Buffer): Content {
    try {
      const decoded = rhea.message.decode(bytes);
      if (decoded.message_id !== undefined) return new Content(bytes, bareOf(bytes), decoded);
      return Content.parse(rhea.message.encode({ ...decoded, message_id: randomUUID().replaceAll('-', '') }));
    } catch (error) {
      throw malformed(`The message is not valid AMQP 1.0: ${error instanceof Error ? error.message : error}.`);
    }
  }

  /** The contents of one transfer. The bytes are copied once, so that no network buffer is kept alive by a message. */
  static ofTransfer(transfer: Buffer, format: number): Content[] {
    const bytes = Buffer.from(transfer);
    if (format !== BATCH_FORMAT) return [Content.parse(bytes)];
    const { content } = rhea.message.decode(bytes).body ?? {};
    if (content === undefined) throw notAllowed('The link received a batch message with no data in it.');
    return (Buffer.isBuffer(content) ? [content] : content).map(Content.parse);
  }

  /** The same message with application properties added or replaced. */
  with(changes: Properties): Content {
    if (Object.keys(changes).length === 0) return this;
    const application_properties = { ...this.decoded.application_properties, ...changes };
    return Content.parse(rhea.message.encode({ ...this.decoded, application_properties }));
  }

  /** Throws when the service would refuse the message wherever it is sent. How long its ids may be the SDK checks. */
  check(): void {
    const { application_properties } = this.decoded;
    if (this.bytes.length > MESSAGE_BYTES) throw tooLarge('A message has 256 KB at most.');
    if (this.bytes.length <= PROPERTIES_BYTES || !application_properties) return;
    const size = rhea.message.encode({ application_properties, body: undefined }).length;
    if (size > PROPERTIES_BYTES) throw tooLarge('The application properties take more than 64 KB.');
  }
}
