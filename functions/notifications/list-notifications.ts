import { z } from 'zod';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { paging } from '../../shared/http/request.ts';
import { ok } from '../../shared/http/respond.ts';
import { memberOf } from '../access/contract.ts';
import { Notification } from './contract.ts';
import { inboxOf, type StoredNotification, shown } from './inbox.ts';

/** What the caller was told, newest first. Integrations are told nothing. */
export const listNotifications = endpoint({
  summary: 'List what you were told',
  scope: 'self:read',
  answer: pageOf(Notification),
  query: z.object(paging(200, 50)),
  async run({ query, caller: { tenantId, actor } }, services) {
    const memberId = memberOf(actor);
    if (!memberId) return ok({ items: [] });
    const inbox = inboxOf(services, tenantId, memberId);
    const { items, ...rest } = await inbox.query<StoredNotification>({
      where: { withheld: false },
      orderBy: 'newestFirst',
      ...query,
    });
    return ok({ items: items.map(shown), ...rest });
  },
});
