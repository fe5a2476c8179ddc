import { badRequest } from './errors.ts';

/** Largest message in either direction; also the largest body a REST call may carry. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
export const MAX_GROUP_NAME_LENGTH = 1024;
/** Connections on one page of a listing, at most and by default. */
export const MAX_PAGE_SIZE = 200;
export const MAX_MESSAGE_TTL_SECONDS = 300;

/** How long a reliable connection may stay away before it counts as disconnected. */
export const RECOVERY_WINDOW_MS = 60_000;
/** What a client may leave unread or unacknowledged before it is cut off. */
export const MAX_UNACKNOWLEDGED = 10_000;
export const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
/** Ack ids a connection remembers in order to recognise a repeat. */
export const REMEMBERED_ACK_IDS = 1_000;

export const HEARTBEAT_MS = 20_000;
export const UPSTREAM_TIMEOUT_MS = 30_000;

const HUB_NAME = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;

export const checkedHubName = (name: string): string => {
  if (!HUB_NAME.test(name)) throw badRequest(`Hub name '${name}' must match ${HUB_NAME.source}.`);
  return name;
};

export const checkedGroupName = (name: unknown): string => {
  if (typeof name !== 'string' || name.trim() === '') throw badRequest('A group name must not be empty.');
  if (name.length > MAX_GROUP_NAME_LENGTH)
    throw badRequest(`A group name may have ${MAX_GROUP_NAME_LENGTH} characters, this one has ${name.length}.`);
  return name;
};

/** An optional whole number from a query string, within `low`..`high`. */
export const checkedInteger = (name: string, text: string | null, low: number, high: number): number | undefined => {
  if (text === null) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high)
    throw badRequest(`'${name}' must be a whole number from ${low} to ${high}, not '${text}'.`);
  return value;
};
