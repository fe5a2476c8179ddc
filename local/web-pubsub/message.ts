import { badRequest, reasonOf } from './errors.ts';

/** What is sent, ready to be put into an envelope: `json` is `data` as JSON text, whatever its type. */
export type Payload =
  | { readonly dataType: 'json' | 'text'; readonly json: string; readonly plain: string }
  | { readonly dataType: 'binary'; readonly json: string; readonly plain: Buffer };

/** Where it comes from, as the receiver is told. REST sends have no `fromUserId`. */
export type Origin =
  | { readonly from: 'server' }
  | { readonly from: 'group'; readonly group: string; readonly fromUserId?: string | null };

export const jsonPayload = (text: string): Payload => {
  try {
    JSON.parse(text);
  } catch (error) {
    throw badRequest(`The message is not JSON: ${reasonOf(error)}`);
  }
  return { dataType: 'json', json: text, plain: text };
};

export const textPayload = (text: string): Payload => ({ dataType: 'text', json: JSON.stringify(text), plain: text });

export const binaryPayload = (bytes: Buffer): Payload => ({
  dataType: 'binary',
  json: `"${bytes.toString('base64')}"`,
  plain: bytes,
});

/** The payload of an HTTP body. Undefined when the service has no data type for this content type. */
export const payloadOf = (contentType: string, body: Buffer): Payload | undefined => {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  switch (mediaType) {
    case 'application/json':
      return jsonPayload(body.toString());
    case 'text/plain':
      return textPayload(body.toString());
    case 'application/octet-stream':
      return binaryPayload(body);
    default:
      return undefined;
  }
};

/** One message for any number of receivers. Each form is encoded on first use and then shared by all of them. */
export class Message {
  readonly payload: Payload;
  /** Milliseconds since the epoch after which a recovered client does not get it any more. */
  readonly expiresAt: number;
  readonly #origin: Origin;
  #tail: string | undefined;
  #frame: Buffer | undefined;

  constructor(origin: Origin, payload: Payload, expiresAt = Number.POSITIVE_INFINITY) {
    this.#origin = origin;
    this.payload = payload;
    this.expiresAt = expiresAt;
  }

  /** The frame of the plain JSON subprotocol. */
  get frame(): Buffer {
    this.#frame ??= Buffer.from(`{${this.#rest}`);
    return this.#frame;
  }

  /** The frame of the reliable JSON subprotocol, which differs per receiver by its number alone. */
  numbered(sequenceId: number): string {
    return `{"sequenceId":${sequenceId},${this.#rest}`;
  }

  get #rest(): string {
    const { dataType, json } = this.payload;
    this.#tail ??= `${JSON.stringify({ type: 'message', ...this.#origin, dataType }).slice(1, -1)},"data":${json}}`;
    return this.#tail;
  }
}
