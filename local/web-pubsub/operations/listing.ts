import { badRequest } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { checkedInteger, MAX_PAGE_SIZE } from '../limits.ts';
import type { Call, Operations } from './operation.ts';

const MAX_TOP = 2_147_483_647;

const membersOf = (hub: Hub, group: string) =>
  [...(hub.groups.get(group) ?? [])]
    .map(({ id, userId }) => (userId === undefined ? { connectionId: id } : { connectionId: id, userId }))
    .sort((left, right) => (left.connectionId < right.connectionId ? -1 : 1));

/** The last connection id of the page before, so that members who come and go do not shift the pages. */
const lastSeenOf = (token: string | null): string => {
  if (token === null) return '';
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after:')) throw badRequest(`'${token}' is not a continuation token of this service.`);
  return text.slice('after:'.length);
};

const tokenAfter = (connectionId: string) => Buffer.from(`after:${connectionId}`).toString('base64url');

/** Members of a group by connection id, in pages. `top` limits the whole listing, `maxpagesize` a page. */
const list = ({ hub, subject, query, origin }: Call) => {
  const size = checkedInteger('maxpagesize', query.get('maxpagesize'), 1, MAX_PAGE_SIZE) ?? MAX_PAGE_SIZE;
  const top = checkedInteger('top', query.get('top'), 1, MAX_TOP) ?? MAX_TOP;
  const lastSeen = lastSeenOf(query.get('continuationToken'));

  const remaining = membersOf(hub, subject).filter(({ connectionId }) => connectionId > lastSeen);
  const value = remaining.slice(0, Math.min(size, top));
  const last = value.at(-1);
  if (!last || value.length === Math.min(remaining.length, top)) return { value };

  const next = new URLSearchParams(query);
  next.set('continuationToken', tokenAfter(last.connectionId));
  if (query.has('top')) next.set('top', String(top - value.length));
  const path = `/api/hubs/${encodeURIComponent(hub.name)}/groups/${encodeURIComponent(subject)}/connections`;
  return { value, nextLink: `${origin}${path}?${next}` };
};

export const listingOperations: Operations = {
  'GET groups/*/connections': (call) => ({ status: 200, body: list(call) }),
};
