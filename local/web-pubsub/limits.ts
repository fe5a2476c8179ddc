import { badRequest } from './errors.ts';

/** Largest message in either direction; also the largest body a REST call may carry. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Connections on one page of a listing, at most and by default. */
export const MAX_PAGE_SIZE = 200;
/** How long a reliable connection may stay away before it counts as disconnected. */
export const RECOVERY_WINDOW_MS = 60_000;
/** What a client may leave unread or unacknowledged before it is cut off. */
export const MAX_UNACKNOWLEDGED = 10_000;
export const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
/** Ack ids a connection remembers in order to recognise a repeat. */
export const REMEMBERED_ACK_IDS = 1_000;

export const HUB_NAME = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;
const MAX_GROUP_NAME_LENGTH = 1024;

export const checkedGroupName = (name: unknown): string => {
  if (typeof name === 'string' && name.trim() !== '' && name.length <= MAX_GROUP_NAME_LENGTH) return name;
  throw badRequest(`A group name must have 1 to ${MAX_GROUP_NAME_LENGTH} characters.`);
};
