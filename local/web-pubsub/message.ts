import { ServiceError } from './errors.ts';

/** Largest message in either direction; also the largest body a REST call may carry. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** What is sent; data of the type `json` as its text. */
export interface Payload {
  readonly dataType: 'json' | 'text' | 'binary';
  readonly data: string | Buffer;
}

const MEDIA_TYPES = { json: 'application/json', text: 'text/plain', binary: 'application/octet-stream' } as const;

export const jsonPayload = (value: unknown): Payload => ({ dataType: 'json', data: JSON.stringify(value) });

export const contentTypeOf = ({ dataType }: Payload): string =>
  dataType === 'binary' ? MEDIA_TYPES.binary : `${MEDIA_TYPES[dataType]}; charset=utf-8`;

/** The payload of an HTTP body. Throws when no data type has this content type, or when JSON is none. */
export const payloadOfBody = (contentType: string, body: Buffer): Payload => {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === MEDIA_TYPES.binary) return { dataType: 'binary', data: body };
  if (mediaType === MEDIA_TYPES.text) return { dataType: 'text', data: body.toString() };
  if (mediaType === MEDIA_TYPES.json) return jsonPayload(JSON.parse(body.toString()));
  throw new ServiceError(415, 'UnsupportedMediaType', `A message cannot be of type '${contentType}'.`);
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
  { dataType, data }: Payload,
): Message => {
  const json = dataType === 'json' ? data : JSON.stringify(data.toString(dataType === 'text' ? 'utf8' : 'base64'));
  const rest = `${JSON.stringify({ type: 'message', ...origin, dataType }).slice(1, -1)},"data":${json}}`;
  return { frame: Buffer.from(`{${rest}`), numbered: (sequenceId) => `{"sequenceId":${sequenceId},${rest}` };
};
