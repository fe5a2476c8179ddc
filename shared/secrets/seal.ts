import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { FleetError } from '../kernel/errors.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';

/** Our own, not any company's. */
const OWNER = 'system';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps texts from whoever can read the store, but not the vault. */
export interface Seal {
  /** Names the key; `sealOf` finds it again. */
  readonly version: string;
  /** @param about what the text belongs to: it opens nowhere else. */
  seal(bytes: Uint8Array, about: string): string;
  /** @throws Error when it was sealed with another key or about something else, or has been changed. */
  open(sealed: string, about: string): Buffer;
  /** 32 bytes that follow from a text, and that nobody can tell without the key. */
  derive(text: string): Uint8Array;
}

const sealWith = (key: Secret): Seal => {
  const derived = (use: string) => Buffer.from(hkdfSync('sha256', key.reveal(), '', use, 32));
  return {
    version: key.version,
    seal(bytes, about) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, derived('seal'), iv).setAAD(Buffer.from(about));
      return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64url');
      const tag = bytes.subarray(-TAG_BYTES);
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv(CIPHER, derived('seal'), bytes.subarray(0, IV_BYTES), options);
      decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    },
    derive: (text) => createHmac('sha256', derived('derive')).update(text).digest(),
  };
};

/**
 * The seal of this name, made at its first use; of two that make it at once each keeps its own version, and both can be found again.
 * @throws FleetError `upstream` when the named version is gone.
 */
export const sealOf = async (secrets: Secrets, name: string, version?: string): Promise<Seal> => {
  const own = secrets.in(OWNER);
  const known = await own.get(name, version);
  if (known) return sealWith(known);
  if (version !== undefined) throw new FleetError('upstream', 'secrets/gone', 'What was sealed cannot be opened.');
  return sealWith(await own.set(name, randomBytes(32).toString('base64url')));
};
