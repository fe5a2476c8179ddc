import { badRequest, notSimulated } from './errors.ts';
import { rangeOf, WHOLE_RANGE } from './partition-key.ts';
import { fitting } from './query/page.ts';
import { addressedRange, feedReply, header, type Operation, pageSize, partitionKeyOf } from './request.ts';
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
export const readChangeFeed: Operation = (container, request, account) => {
  if (header(request, 'a-im') === 'Full-Fidelity Feed') throw notSimulated('A change feed of all versions and deletes');
  const key = partitionKeyOf(request);
  const range = addressedRange(request, account) ?? (key ? rangeOf(key) : WHOLE_RANGE);
  const token = header(request, 'if-none-match');
  const after = token === '*' ? container.lsn() : lsnOf(token ?? '0');
  const modified = token === undefined ? header(request, 'if-modified-since') : undefined;
  const since = modified === undefined ? 0 : secondsOf(modified);
  const changes = container.changes(after, range, since, pageSize(request));
  if (changes.length === 0) return { status: 304, body: '', charge: 1, etag: `"${Math.max(after, container.lsn())}"` };
  const page = changes.slice(0, fitting(changes.map(({ body }) => body)));
  const documents = page.map(({ body, lsn }) => `${body.slice(0, -1)},"_lsn":${lsn}}`);
  const feed = feedReply(container.resource._rid, documents);
  return { ...feed, charge: pageCharge(1, page.length, feed.body.length), etag: `"${page.at(-1)?.lsn}"` };
};
