import type { Notification } from '../../../../shared/client/routes.ts';

export type { Notification } from '../../../../shared/client/routes.ts';

/** What a member was told, newest first. */
export type Inbox = readonly Notification[];

const isNotification = (value: unknown): value is Notification => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at, what, text } = value as Partial<Record<keyof Notification, unknown>>;
  return [id, at, what, text].every((part) => typeof part === 'string');
};

/** The notification a live message brings; undefined when it cannot be read. */
export const notificationIn = (message: unknown): Notification | undefined => {
  const { notification } = message as { notification?: unknown };
  return isNotification(notification) ? notification : undefined;
};

/** The live channel may repeat what a fetch has already brought. */
export const received = (inbox: Inbox, told: Notification): Inbox =>
  inbox.some(({ id }) => id === told.id) ? inbox : [told, ...inbox];

/** What was fetched, and on top of it what the live channel brought in the meantime. */
export const caughtUp = (fetched: Inbox, known: Inbox = []): Inbox => {
  const newest = fetched[0]?.at ?? '';
  return [...known.filter(({ at }) => at > newest), ...fetched];
};

/** @param readAt when these were read; whatever was read before stays as it was */
export const markedAsRead = (inbox: Inbox, ids: readonly string[], readAt: string): Inbox =>
  inbox.map((told) => (ids.includes(told.id) && !told.readAt ? { ...told, readAt } : told));

export const unreadIn = (inbox: Inbox): Inbox => inbox.filter(({ readAt }) => !readAt);

/** What is worth announcing: unread, and not there before. What was there at the beginning is no news. */
export const newsSince = (before: Inbox | undefined, inbox: Inbox): Inbox =>
  before ? unreadIn(inbox).filter(({ id }) => !before.some((known) => known.id === id)) : [];
