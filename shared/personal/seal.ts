import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { StreamRef } from '../eventstore/event-store.ts';

/** Personal data as it is stored: the names of its fields, and their values for whoever has the key. */
export interface Sealed {
  readonly fields: readonly string[];
  /** Nonce, tag and AES-256-GCM text, base64url. */
  readonly text: string;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is sealed for one stream does not open in another. */
const belonging = ({ tenantId, streamId }: StreamRef) => Buffer.from(`${tenantId}/${streamId}`);

export const seal = (personal: object, key: Uint8Array, stream: StreamRef): Sealed => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(belonging(stream));
  const text = Buffer.concat([cipher.update(JSON.stringify(personal)), cipher.final()]);
  return {
    fields: Object.keys(personal),
    text: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url'),
  };
};

/** @throws Error when it was not sealed with this key for this stream. */
export const unseal = ({ text }: Sealed, key: Uint8Array, stream: StreamRef): object => {
  const bytes = Buffer.from(text, 'base64url');
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(belonging(stream))
    .setAuthTag(tag);
  const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(plain.toString('utf8')) as object;
};
