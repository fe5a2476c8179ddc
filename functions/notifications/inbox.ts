import type { PutOptions } from '../../shared/documents/documents.ts';
import { isKind, stale } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { memberGroup } from '../live/contract.ts';
import type { Notification, Telling, VehicleTelling } from './contract.ts';

/** A notification as it is kept. */
export interface StoredNotification extends Notification {
  /** Called off before its member was told: it only keeps them from being told after all. */
  readonly withheld: boolean;
  /** Lists are in ascending order only. */
  readonly newestFirst: number;
}

const KEEP_SECONDS = 90 * 86_400;
const MAX_ATTEMPTS = 5;

const TEXTS: Readonly<Record<VehicleTelling['what'], (vehicleName: string) => string>> = {
  'vehicle-handed-over': (name) => `${name} has been handed over; you do not drive it any more.`,
  'vehicle-taken-over': (name) => `You drive ${name} from now on.`,
  'called-off': (name) => `The hand-over of ${name} was called off; all is as it was.`,
};

type Ports = Pick<Services, 'operations' | 'push' | 'log'>;
type Inbox = ReturnType<typeof inboxOf>;

/** One member's notifications. */
export const inboxOf = ({ operations }: Pick<Services, 'operations'>, tenantId: string, memberId: string) =>
  operations.in(tenantId, `notifications-${memberId}`);

/** What the API shows of a stored notification. */
export const shown = ({ withheld: _, newestFirst: __, ...notification }: StoredNotification): Notification =>
  notification;

const keep = (inbox: Inbox, notification: StoredNotification, options: PutOptions) =>
  inbox.put(notification.id, notification, { ...options, keepSeconds: KEEP_SECONDS });

const written = (id: string, { memberId: _, ...telling }: Telling, at: string): StoredNotification => ({
  ...telling,
  id,
  at,
  text: 'text' in telling ? telling.text : TEXTS[telling.what](telling.vehicleName),
  withheld: false,
  newestFirst: -Date.parse(at),
});

/** Answers whether it was not there before. */
const add = async (inbox: Inbox, notification: StoredNotification): Promise<boolean> => {
  try {
    await keep(inbox, notification, { create: true });
    return true;
  } catch (error) {
    if (isKind(error, 'stale')) return false;
    throw error;
  }
};

/** Notes something on a notification that its member was told, on the newest state of it; undefined when there is none. */
export const mark = async (
  inbox: Inbox,
  id: string,
  change: (notification: StoredNotification) => StoredNotification,
): Promise<StoredNotification | undefined> => {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const stored = await inbox.get<StoredNotification>(id);
    if (!stored || stored.doc.withheld) return undefined;
    const changed = change(stored.doc);
    if (changed === stored.doc) return changed;
    try {
      await keep(inbox, changed, { ifMatch: stored.etag });
      return changed;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
    }
  }
  throw stale('notifications/contended', 'Too many change this notification at once; try again.');
};

/** Tells a member something; `id` makes it once. A page that misses it live finds it in the list. */
export const tell = async (ports: Ports, tenantId: string, id: string, telling: Telling, at: string): Promise<void> => {
  const notification = written(id, telling, at);
  if (!(await add(inboxOf(ports, tenantId, telling.memberId), notification))) return;
  const message = { type: 'notification', notification: shown(notification) };
  await ports.push
    .toGroup(memberGroup(tenantId, telling.memberId), message)
    .catch((error: unknown) => ports.log.warn('A notification was not shown live', { notification: id, error }));
};

/** Tells a member that what they were told is no longer true. Whoever was not told yet will not be any more. */
export const callOff = async (ports: Ports, tenantId: string, id: string, telling: VehicleTelling, at: string) => {
  const inbox = inboxOf(ports, tenantId, telling.memberId);
  if (await add(inbox, { ...written(id, telling, at), withheld: true })) return;
  const told = await mark(inbox, id, (doc) => (doc.calledOffAt ? doc : { ...doc, calledOffAt: at }));
  if (told) await tell(ports, tenantId, `${id}-called-off`, { ...telling, what: 'called-off' }, at);
};
