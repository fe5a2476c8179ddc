import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { memberOf } from '../access/contract.ts';
import { Notification } from './contract.ts';
import { inboxOf, mark, shown } from './inbox.ts';

/** Marks a notification of the caller's as read. Safe to send twice. */
export const readNotification = endpoint({
  summary: 'Mark a notification as read',
  scope: 'self:write',
  answer: Notification,
  params: z.object({ notificationId: z.string().max(200) }),
  async run({ params: { notificationId }, caller: { tenantId, actor }, now }, services) {
    const inbox = inboxOf(services, tenantId, memberOf(actor) ?? 'nobody');
    const read = await mark(inbox, notificationId, (doc) => (doc.readAt ? doc : { ...doc, readAt: now }));
    if (!read) throw notFound('notifications/not-found', 'There is no such notification.');
    return ok(shown(read));
  },
});
