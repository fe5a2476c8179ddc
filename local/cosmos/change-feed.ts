import type { Container } from './container.ts';
import { badRequest } from './errors.ts';
import { PAGE_BYTES } from './limits.ts';
import { type PhysicalPartition, rangeOf, WHOLE_RANGE } from './partition-key.ts';
import { addressedRange, type CosmosRequest, header, pageSize, partitionKeyOf, type Reply } from './request.ts';
import { feedCharge } from './request-charge.ts';

interface Change {
  readonly lsn: number;
  readonly body: string;
}

const etag = (lsn: number) => ({ etag: `"${lsn}"` });

const nothingNew = (lsn: number): Reply => ({
  kind: 'changeFeed',
  status: 304,
  body: '',
  charge: 1,
  headers: etag(lsn),
});

const lsnOf = (token: string) => {
  const lsn = Number(token.replaceAll('"', ''));
  if (!Number.isInteger(lsn) || lsn < 0) throw badRequest(`The change feed token ${token} is invalid`);
  return lsn;
};

const secondsOf = (date: string | undefined) => {
  if (date === undefined) return 0;
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) throw badRequest(`If-Modified-Since is not a date: ${date}`);
  return Math.floor(milliseconds / 1000);
};

/** As many changes as fit into one page, and at least one. */
const fitting = (changes: readonly Change[]): readonly Change[] => {
  let bytes = 0;
  const end = changes.findIndex(({ body }) => {
    bytes += body.length;
    return bytes > PAGE_BYTES;
  });
  return end === -1 ? changes : changes.slice(0, Math.max(1, end));
};

const page = (container: Container, changes: readonly Change[], print: (change: Change) => string): Reply => {
  const fit = fitting(changes);
  const body = `{"_rid":"${container.resource._rid}","Documents":[${fit.map(print).join(',')}],"_count":${fit.length}}`;
  return {
    kind: 'changeFeed',
    status: 200,
    body,
    charge: feedCharge(fit.length, body.length),
    headers: { ...etag(fit.at(-1)?.lsn ?? 0), 'x-ms-item-count': String(fit.length) },
  };
};

const withLsn = ({ body, lsn }: Change) => `${body.slice(0, -1)},"_lsn":${lsn}}`;

/**
 * One page of the change feed of a logical partition, a feed range or a physical partition: each item at its latest
 * version, or all versions and deletes. The token is the log sequence number of the last change seen.
 */
export const readChangeFeed = (
  container: Container,
  request: CosmosRequest,
  partitions: readonly PhysicalPartition[],
): Reply => {
  const key = partitionKeyOf(request);
  const range = addressedRange(request, partitions) ?? (key ? rangeOf(key) : WHOLE_RANGE);
  const token = header(request, 'if-none-match');
  const allVersions = header(request, 'a-im') === 'Full-Fidelity Feed';
  if (allVersions) {
    container.versions.keep();
    if (token === undefined) throw badRequest('A feed of all versions and deletes cannot be read from the beginning');
  }
  if (token === '*') return nothingNew(container.lsn);
  const after = token === undefined ? 0 : lsnOf(token);
  const limit = pageSize(request);
  const changes = allVersions
    ? container.versions.read(after, range, limit)
    : container.changes(after, range, token === undefined ? secondsOf(header(request, 'if-modified-since')) : 0, limit);
  if (changes.length === 0) return nothingNew(Math.max(after, container.lsn));
  return page(container, changes, allVersions ? ({ body }) => body : withLsn);
};
