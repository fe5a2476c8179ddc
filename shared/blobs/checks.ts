import { invalid } from '../kernel/errors.ts';
import type { LinkOptions, Metadata } from './blobs.ts';

/** Azure takes 1,024 characters; the rest is the tenant's. */
const MAX_PATH = 900;
const TENANT = /^[\w-]{1,100}$/;
const NAME = /^(?!\.{1,2}$)[^/\\\p{Cc}]*[^/\\\p{Cc}.]$/u;
const METADATA_NAME = /^[a-z][a-z0-9_]*$/;
const MAX_METADATA_BYTES = 8 * 1024;
const DAY_MINUTES = 24 * 60;

const refused = (code: string, field: string, message: string) =>
  invalid(`blobs/${code}`, message, [{ path: [field], message }]);

/** What all blobs of a tenant begin with. */
export const folderOf = (tenantId: string): string => {
  if (!TENANT.test(tenantId)) throw refused('bad-tenant', 'tenantId', 'A blob belongs to a tenant.');
  return `${tenantId}/`;
};

/** The name of a tenant's blob in its container. It can neither leave the tenant's folder nor be another spelling of another name. */
export const blobName = (tenantId: string, path: string): string => {
  const isPossible = path.length <= MAX_PATH && path.isWellFormed() && path.split('/').every((name) => NAME.test(name));
  if (!isPossible)
    throw refused('bad-path', 'path', `${JSON.stringify(path.slice(0, MAX_PATH))} is no path of a blob.`);
  return folderOf(tenantId) + path;
};

/** As it travels: Azure wants ASCII in the values. */
export const encodeMetadata = (metadata: Metadata = {}): Record<string, string> => {
  const entries = Object.entries(metadata).map(([name, value]): [string, string] => [name, encodeURIComponent(value)]);
  if (entries.some(([name, value]) => !METADATA_NAME.test(name) || value === ''))
    throw refused(
      'bad-metadata',
      'metadata',
      'Names are lower-case letters, digits and underscores; values not empty.',
    );
  if (entries.flat().join('').length > MAX_METADATA_BYTES)
    throw refused('bad-metadata', 'metadata', `Metadata may have ${MAX_METADATA_BYTES} bytes.`);
  return Object.fromEntries(entries);
};

export const decodeMetadata = (metadata: Metadata = {}): Metadata =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, decodeURIComponent(value)]));

/** When a link ends that is made now. */
export const endOf = ({ forMinutes }: LinkOptions, now: number): Date => {
  if (!(forMinutes > 0 && forMinutes <= DAY_MINUTES))
    throw refused('bad-link', 'forMinutes', `A link is good for up to ${DAY_MINUTES} minutes.`);
  // The service counts in seconds.
  return new Date(Math.floor(now / 1000 + forMinutes * 60) * 1000);
};

/** The header that makes a browser save, under a name of any letters. */
export const disposition = (fileName: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;

export const badRange = () => refused('bad-range', 'range', 'The range begins behind the end of the blob.');
