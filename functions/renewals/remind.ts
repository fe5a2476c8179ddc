import type { TimerHandler } from '../../shared/area.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { todayOf } from '../../shared/identity/company.ts';
import { addDays, type Day } from '../../shared/kernel/days.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import type { Services } from '../../shared/services.ts';
import { tellMember } from '../notifications/use-cases.ts';
import { findSubject } from '../subjects/use-cases.ts';
import { openDays, type RemindingDay, workOff } from './days.ts';
import { recipientsOf } from './recipients.ts';
import { renewal, renewalStream } from './renewal.ts';
import { renewalCards, type StoredRenewal } from './renewal-cards.ts';

type Card = Versioned<StoredRenewal>;

const AT_ONCE = 4;
const PORTION = 100;

const handle = execute(renewal);

const textOf = ({ title, dueOn }: Card, name: string, today: Day): string => {
  const what = name === '' ? title : `${title} (${name})`;
  return dueOn < today ? `${what} was due on ${dueOn}.` : `${what} is due on ${dueOn}.`;
};

/** Tells everybody whom it concerns, once for each day that somebody was to be reminded on; then notes it. */
const remindOf = async (services: Services, tenantId: string, card: Card, today: Day): Promise<void> => {
  const { id, subject, remindOn, dueOn } = card;
  const at = services.clock().toISOString();
  const { name, groupId } = await findSubject(services, { tenantId }, subject);
  const text = textOf(card, name, today);
  for (const memberId of await recipientsOf(services, tenantId, card, groupId)) {
    const telling = { memberId, what: 'renewal-due', renewalId: id, dueOn, text } as const;
    await tellMember(services, tenantId, `${id}-${remindOn}`, telling, at);
  }
  const command = { type: 'Remind', data: { on: today, now: at } } as const;
  const cause = { at, actor: 'system:renewals', correlationId: `renewal-${remindOn}` };
  await handle(services.streams, renewalStream(tenantId, id), command, cause);
};

/** Reminds a company of all that it is to be reminded of by its day. Answers whether nothing is left. */
const remindCompany = async (services: Services, tenantId: string, today: Day): Promise<boolean> => {
  const view = services.views.in(tenantId, renewalCards.name);
  const due = { where: { status: 'open' }, range: { field: 'remindOn', to: addDays(today, 1) }, orderBy: 'remindOn' };
  for (;;) {
    const { items } = await view.query<Card>({ ...due, limit: PORTION });
    let failed = 0;
    for (const card of items)
      await remindOf(services, tenantId, card, today).catch((error: unknown) => {
        failed += 1;
        services.log.error('Nobody was reminded of a renewal', { tenantId, renewal: card.id, error });
      });
    // What has failed comes first again the next time.
    if (items.length < PORTION || failed > 0) return failed === 0;
  }
};

const work = (services: Services, entry: RemindingDay) =>
  workOff(services, entry, async () => {
    const today = await todayOf(services, entry.company);
    return today >= entry.day && (await remindCompany(services, entry.company, today));
  });

/** Every hour, because the day begins in one company after the other. What it has not come to, it comes to the next time. */
export const remind: TimerHandler = {
  handler: (services) => async () => {
    const entries = (await openDays(services))[Symbol.iterator]();
    const worker = async () => {
      for (const entry of entries) await work(services, entry);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  },
};
