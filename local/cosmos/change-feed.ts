import type { Account } from './account.ts';
import type { Container } from './container.ts';
import { badRequest, notSimulated } from './errors.ts';
import { rangeOf, WHOLE_RANGE } from './partition-key.ts';
import { fitting } from './query/page.ts';
import { addressedRange, type CosmosRequest, header, pageSize, partitionKeyOf, type Reply } from './request.ts';
import { pageCharge } from './request-charge.ts';

const lsnOf = (token: string) => {
  const lsn = Number(token.replaceAll('"', ''));
  if (!Number.isInteger(lsn) || lsn < 0) throw badRequest(`The change feed token ${token} is invalid`);
  return lsn;
};

const secondsOf = (date: string) => {
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) throw badRequest(`If-Modified-Since is not a date: ${date}`);
  return Math.floor(milliseconds / 1000);
};

/**
 * One page of the change feed of a logical partition, a feed range or a physical partition: each item at its latest
 * version. The token is the log sequence number of the last change seen.
 */
export const readChangeFeed = (
  container: Container,
  request: CosmosRequest,
  { partitions }: Pick<Account, 'partitions'>,
): Reply => {
  if (header(request, 'a-im') === 'Full-Fidelity Feed') throw notSimulated('A change feed of all versions and deletes');
  const key = partitionKeyOf(request);
  const range = addressedRange(request, partitions) ?? (key ? rangeOf(key) : WHOLE_RANGE);
  const token = header(request, 'if-none-match');
  const after = token === '*' ? container.lsn : lsnOf(token ?? '0');
  const modified = token === undefined ? header(request, 'if-modified-since') : undefined;
  const since = modified === undefined ? 0 : secondsOf(modified);
  const changes = container.changes(after, range, since, pageSize(request));
  if (changes.length === 0) return { status: 304, body: '', charge: 1, etag: `"${Math.max(after, container.lsn)}"` };
  const page = changes.slice(0, fitting(changes.map(({ body }) => body)));
  const documents = page.map(({ body, lsn }) => `${body.slice(0, -1)},"_lsn":${lsn}}`);
  const body = `{"_rid":"${container.resource._rid}","Documents":[${documents.join(',')}],"_count":${page.length}}`;
  return {
    status: 200,
    body,
    charge: pageCharge(1, page.length, body.length),
    etag: `"${page.at(-1)?.lsn}"`,
    headers: { 'x-ms-item-count': String(page.length) },
  };
};
