import { randomBytes } from 'node:crypto';
import { digestOf } from '../kernel/digest.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A secret of 130 bits, random unless given, `<prefix>_<26 characters>`; safe in a URL, easy to read aloud (Crockford's base 32). */
export const newKey = (prefix: string, bytes: Uint8Array = randomBytes(26)): string =>
  `${prefix}_${Array.from(bytes.subarray(0, 26), (byte) => ALPHABET[byte & 31]).join('')}`;

/**
 * What is stored of a key. A plain hash is enough: unlike a password, a key of 130 random bits cannot be guessed, and it is
 * looked up on every request.
 */
export const hashOf = digestOf;

/** Whether a text can be a key at all: what cannot is refused without asking anybody. */
export const isKey = (prefix: string, text: string): boolean =>
  text.length === prefix.length + 27 &&
  text.startsWith(`${prefix}_`) &&
  /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(-26));
