import { ServiceError } from './errors.ts';

/** What is sent, ready for an envelope: `json` is `data` as JSON text, whatever its type. */
export interface Payload {
  readonly dataType: 'json' | 'text' | 'binary';
  readonly plain: string | Buffer;
  readonly json: string;
}

const TO_JSON: Readonly<Record<Payload['dataType'], (plain: string | Buffer) => string>> = {
  json: String,
  text: (plain) => JSON.stringify(String(plain)),
  binary: (plain) => `"${Buffer.from(plain).toString('base64')}"`,
};

const MEDIA_TYPES = { json: 'application/json', text: 'text/plain', binary: 'application/octet-stream' } as const;

export const payloadOf = (dataType: Payload['dataType'], plain: string | Buffer): Payload => ({
  dataType,
  plain,
  json: TO_JSON[dataType](plain),
});

export const jsonPayload = (data: unknown): Payload => payloadOf('json', JSON.stringify(data));

export const contentTypeOf = ({ dataType }: Payload): string =>
  dataType === 'binary' ? MEDIA_TYPES.binary : `${MEDIA_TYPES[dataType]}; charset=utf-8`;

/** The payload of an HTTP body. Throws when no data type has this content type, or when JSON is none. */
export const payloadOfBody = (contentType: string, body: Buffer): Payload => {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === MEDIA_TYPES.binary) return payloadOf('binary', body);
  const text = body.toString();
  if (mediaType === MEDIA_TYPES.json) JSON.parse(text);
  else if (mediaType !== MEDIA_TYPES.text)
    throw new ServiceError(415, 'UnsupportedMediaType', `A message cannot be of type '${contentType}'.`);
  return payloadOf(mediaType === MEDIA_TYPES.json ? 'json' : 'text', text);
};

/** A message for any number of receivers: they share what is encoded once. REST sends have no `fromUserId`. */
export interface Message {
  /** The frame of the plain JSON subprotocol. */
  readonly frame: Buffer;
  /** The frame of the reliable JSON subprotocol, which differs per receiver by its number alone. */
  numbered(sequenceId: number): string;
}

export const messageOf = (
  origin: { from: 'server' } | { from: 'group'; group: string; fromUserId?: string | null },
  { dataType, json }: Payload,
): Message => {
  const rest = `${JSON.stringify({ type: 'message', ...origin, dataType }).slice(1, -1)},"data":${json}}`;
  return { frame: Buffer.from(`{${rest}`), numbered: (sequenceId) => `{"sequenceId":${sequenceId},${rest}` };
};
