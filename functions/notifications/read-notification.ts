import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { memberOf } from '../access/contract.ts';
import { inboxOf, type StoredNotification, shown } from './inbox.ts';

/** Marks a notification of the caller's as read. Safe to send twice. */
export const readNotification = endpoint({
  scope: 'self:write',
  params: z.object({ notificationId: z.string().max(200) }),
  async run({ params: { notificationId }, caller: { tenantId, actor }, now }, services) {
    const inbox = inboxOf(services, tenantId, memberOf(actor) ?? 'nobody');
    const stored = await inbox.get<StoredNotification>(notificationId);
    if (!stored) throw notFound('notifications/not-found', 'There is no such notification.');
    if (stored.doc.readAt) return ok(shown(stored.doc));
    const read = { ...stored.doc, readAt: now };
    await inbox.put(notificationId, read, { ifMatch: stored.etag });
    return ok(shown(read));
  },
});
