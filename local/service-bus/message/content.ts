import { randomUUID } from 'node:crypto';
import rhea from 'rhea';
import { decodeTyped, described, encode, types } from './codec.ts';
import { type Span, section, sectionsOf } from './sections.ts';

const SCHEDULED_FOR = 'x-opt-scheduled-enqueue-time';

/** What filters look at. Keys of `system` are the lower-case names of the SQL dialect (`sys.Label` -> `label`). */
export interface Facts {
  readonly system: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Head = ReturnType<typeof rhea.message.decode>;

const cut = (bytes: Buffer, span: Span | undefined) => (span ? bytes.subarray(span.start, span.end) : Buffer.alloc(0));

const replaced = (bytes: Buffer, at: Span, replacement: Buffer) =>
  Buffer.concat([bytes.subarray(0, at.start), replacement, bytes.subarray(at.end)]);

/** Puts a message id first in the properties: the SDK cannot settle a message that has none. */
const withMessageId = (bytes: Buffer, spans: readonly Span[]): Buffer => {
  const properties = spans.find(({ code }) => code === section.properties);
  const fields = properties ? [...decodeTyped(cut(bytes, properties)).value] : [];
  fields[0] = types.wrap_string(randomUUID().replaceAll('-', ''));
  const following = spans.find(({ code }) => code > section.properties);
  const end = following?.start ?? bytes.length;
  const place = properties ?? { code: section.properties, start: end, end };
  return replaced(bytes, place, encode(described(section.properties, types.wrap_list(fields))));
};

/**
 * A message as its sender encoded it. The bytes are kept and passed on as they are, so no AMQP type is lost on the way;
 * only what the broker itself must know is decoded.
 */
export class Content {
  /** The whole encoded message, ready to be stored and read again. */
  readonly bytes: Buffer;
  /** Properties, application properties and body: what is delivered unchanged. */
  readonly bare: Buffer;
  /** The sender's own annotations, such as the partition key. */
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly partitionKey: string | undefined;
  /** Milliseconds, or undefined for the entity's default. */
  readonly timeToLive: number | undefined;
  readonly scheduledFor: number | undefined;
  readonly #head: Head;
  readonly #applicationProperties: Span;
  #facts: Facts | undefined;

  private constructor(bytes: Buffer, spans: readonly Span[], head: Head) {
    const first = (from: number) => spans.find(({ code }) => code >= from)?.start ?? bytes.length;
    const { [SCHEDULED_FOR]: scheduled, ...annotations } = head.message_annotations ?? {};
    const afterProperties = first(section.applicationProperties);
    this.bytes = bytes;
    this.bare = bytes.subarray(first(section.properties));
    this.annotations = annotations;
    this.messageId = Buffer.isBuffer(head.message_id) ? head.message_id.toString('hex') : String(head.message_id);
    this.sessionId = head.group_id;
    this.partitionKey = annotations['x-opt-partition-key'];
    this.timeToLive = head.ttl;
    this.scheduledFor = scheduled === undefined || scheduled === null ? undefined : Number(scheduled);
    this.#head = head;
    this.#applicationProperties = spans.find(({ code }) => code === section.applicationProperties) ?? {
      code: section.applicationProperties,
      start: afterProperties,
      end: afterProperties,
    };
  }

  /** Takes the bytes of one encoded message. Throws `amqp:decode-error` when they are none. */
  static parse(bytes: Buffer): Content {
    const spans = sectionsOf(bytes);
    const headEnd = spans.find(({ code }) => code >= section.applicationProperties)?.start ?? bytes.length;
    const head = rhea.message.decode(bytes.subarray(0, headEnd));
    if (head.message_id !== undefined) return new Content(bytes, spans, head);
    return Content.parse(withMessageId(bytes, spans));
  }

  get propertiesSize(): number {
    return this.#applicationProperties.end - this.#applicationProperties.start;
  }

  /** Decoded on first use: most messages never meet a filter. */
  get facts(): Facts {
    this.#facts ??= {
      system: {
        label: this.#head.subject,
        subject: this.#head.subject,
        correlationid: this.#head.correlation_id,
        messageid: this.#head.message_id,
        to: this.#head.to,
        replyto: this.#head.reply_to,
        sessionid: this.#head.group_id,
        replytosessionid: this.#head.reply_to_group_id,
        contenttype: this.#head.content_type,
      },
      properties: rhea.message.decode(cut(this.bytes, this.#applicationProperties)).application_properties ?? {},
    };
    return this.#facts;
  }

  /** The same message with application properties added or replaced; all others keep their exact AMQP type. */
  with(changes: Readonly<Record<string, unknown>>): Content {
    const entries = Object.entries(changes);
    if (entries.length === 0) return this;
    const present = this.#applicationProperties.end > this.#applicationProperties.start;
    const pairs = new Map<unknown, unknown>();
    const flat = present ? decodeTyped(cut(this.bytes, this.#applicationProperties)).value : [];
    for (let at = 0; at + 1 < flat.length; at += 2) pairs.set(flat[at].value, flat[at + 1]);
    for (const [name, value] of entries) pairs.set(name, value);
    const section = described(this.#applicationProperties.code, types.wrap(pairs));
    return Content.parse(replaced(this.bytes, this.#applicationProperties, encode(section)));
  }
}
