import { invalid } from '../kernel/errors.ts';

/** What Key Vault allows. */
const MAX_LENGTH = 127;
const PLAIN = /^[0-9a-z]$/;
const ENCODED = /^(?:[0-9a-z]|-[0-9a-f]{2})+$/;

const refused = (message: string) => invalid('secrets/bad-name', message, [{ path: ['name'], message }]);

const escaped = (byte: number): string => {
  const character = String.fromCharCode(byte);
  return PLAIN.test(character) ? character : `-${byte.toString(16).padStart(2, '0')}`;
};
const encode = (text: string): string => [...Buffer.from(text)].map(escaped).join('');
const decode = (text: string): string => decodeURIComponent(text.replaceAll('-', '%'));

/** What all names of a tenant begin with. No name of another tenant does: two hyphens end it, and no escape has them. */
const prefixOf = (tenantId: string): string => {
  if (!tenantId) throw refused('A secret belongs to a tenant.');
  return `${encode(tenantId)}--`;
};

/**
 * Where a tenant's secret is in the vault: bytes other than lower-case letters and digits are written `-xx`, as a vault takes nothing else
 * and does not tell upper case from lower. Different names never meet. @throws FleetError `invalid`
 */
export const vaultName = (tenantId: string, name: string): string => {
  // A lone surrogate has no bytes of its own: it would meet all others.
  if (name === '' || !name.isWellFormed()) throw refused('The name of a secret is a text, and not empty.');
  const encoded = prefixOf(tenantId) + encode(name);
  if (encoded.length > MAX_LENGTH) throw refused(`The name of a secret is too long by ${encoded.length - MAX_LENGTH}.`);
  return encoded;
};

/** The name that became `encoded`, if it is one of the tenant. */
export const nameIn = (tenantId: string, encoded: string): string | undefined => {
  const prefix = prefixOf(tenantId);
  const rest = encoded.slice(prefix.length);
  return encoded.startsWith(prefix) && ENCODED.test(rest) ? decode(rest) : undefined;
};
