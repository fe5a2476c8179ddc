import { createHash } from 'node:crypto';

/** The SHA-256 of a text, 64 hexadecimal digits: a name that depends on nothing but the text. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
