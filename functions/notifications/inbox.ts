import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { memberGroup } from '../live/contract.ts';
import type { Notification, Telling, What } from './contract.ts';

/** A notification as it is kept. */
export interface StoredNotification extends Notification {
  /** Called off before its member was told: it only keeps them from being told after all. */
  readonly withheld: boolean;
  /** Lists are in ascending order only. */
  readonly newestFirst: number;
  readonly ttl: number;
}

const KEPT_FOR_SECONDS = 90 * 86_400;

const TEXTS: Readonly<Record<What, (vehicleName: string) => string>> = {
  'vehicle-handed-over': (name) => `${name} has been handed over; you do not drive it any more.`,
  'vehicle-taken-over': (name) => `You drive ${name} from now on.`,
  'called-off': (name) => `The hand-over of ${name} was called off; all is as it was.`,
};

/** One member's notifications. */
export const inboxOf = ({ operations }: Pick<Services, 'operations'>, tenantId: string, memberId: string) =>
  operations.in(tenantId, `notifications-${memberId}`);

/** What the API shows of a stored notification. */
export const shown = ({ withheld: _, newestFirst: __, ttl: ___, ...notification }: StoredNotification): Notification =>
  notification;

const written = (id: string, { memberId: _, ...telling }: Telling, at: string): StoredNotification => ({
  ...telling,
  id,
  at,
  text: TEXTS[telling.what](telling.vehicleName),
  withheld: false,
  newestFirst: -Date.parse(at),
  ttl: KEPT_FOR_SECONDS,
});

type Ports = Pick<Services, 'operations' | 'push' | 'log'>;

/** Answers whether it was not there before. */
const add = async (ports: Ports, tenantId: string, memberId: string, notification: StoredNotification) => {
  try {
    await inboxOf(ports, tenantId, memberId).put(notification.id, notification, { create: true });
    return true;
  } catch (error) {
    if (isKind(error, 'stale')) return false;
    throw error;
  }
};

/** Tells a member something; `id` makes it once. A page that misses it live finds it in the list. */
export const tell = async (ports: Ports, tenantId: string, id: string, telling: Telling, at: string): Promise<void> => {
  const notification = written(id, telling, at);
  if (!(await add(ports, tenantId, telling.memberId, notification))) return;
  const message = { type: 'notification', notification: shown(notification) };
  await ports.push
    .toGroup(memberGroup(tenantId, telling.memberId), message)
    .catch((error: unknown) => ports.log.warn('A notification was not shown live', { notification: id, error }));
};

/** Tells a member that what they were told is no longer true. Whoever was not told yet will not be any more. */
export const callOff = async (ports: Ports, tenantId: string, id: string, telling: Telling, at: string) => {
  if (await add(ports, tenantId, telling.memberId, { ...written(id, telling, at), withheld: true })) return;
  const inbox = inboxOf(ports, tenantId, telling.memberId);
  const stored = await inbox.get<StoredNotification>(id);
  if (!stored || stored.doc.withheld) return;
  if (!stored.doc.calledOffAt) await inbox.put(id, { ...stored.doc, calledOffAt: at }, { ifMatch: stored.etag });
  await tell(ports, tenantId, `${id}-called-off`, { ...telling, what: 'called-off' }, at);
};
