import { execute } from '../../shared/eventstore/execute.ts';
import { rebuild } from '../../shared/projections/projection.ts';
import { causedBy, reactions } from '../../shared/reactions/reactions.ts';
import type { Services } from '../../shared/services.ts';
import { expiryOf } from '../documents/use-cases.ts';
import { licencesEver } from '../drivers/use-cases.ts';
import type { Subject } from '../subjects/contract.ts';
import type { RenewalSubject } from './contract.ts';
import { markDay } from './days.ts';
import { addNext } from './next-renewal.ts';
import { NEVER } from './reminders.ts';
import { followingId, type RenewalCommand, type RenewalEvent, renewal, renewalStream } from './renewal.ts';
import { renewalCards } from './renewal-cards.ts';

const ACTOR = 'system:renewals';
const REMIND_DAYS_BEFORE = [30, 7, 1];

const handle = execute(renewal);

/** Of a document about a renewal, what that is about. */
const renewed = async (
  { streams }: Services,
  tenantId: string,
  { kind, id }: Subject,
): Promise<RenewalSubject | undefined> => {
  if (kind === 'company') return { kind };
  if (id === undefined) return undefined;
  if (kind !== 'renewal') return { kind, id };
  const { events } = await streams.read<RenewalEvent>(renewalStream(tenantId, id));
  return rebuild(renewalCards, events)?.subject;
};

/** What follows from licences and documents that expire, and from renewals themselves. */
export const follow = reactions(
  {
    streams: 'driver-',
    to: ['LicenceAdded', 'LicenceReplaced', 'LicenceRemoved', 'DriverStatusSet', 'DriverErased'],
    async react(services, tenantId, driverId, recorded) {
      const cause = causedBy(services, ACTOR, recorded);
      for (const { id, licence } of await licencesEver(services, tenantId, driverId)) {
        const source = { kind: 'licence', id } as const;
        const renewalId = followingId(source);
        const given = { renewalId, subject: { kind: 'driver', id: driverId }, source, now: cause.at } as const;
        const command: RenewalCommand = licence
          ? {
              type: 'Follow',
              data: {
                ...given,
                details: {
                  kind: 'licence',
                  title: `Driving licence ${licence.country}, ${licence.classes.join(' ')}`,
                  dueOn: licence.expiresOn,
                  remindDaysBefore: REMIND_DAYS_BEFORE,
                },
              },
            }
          : { type: 'Unfollow', data: { now: cause.at } };
        await handle(services.streams, renewalStream(tenantId, renewalId), command, cause);
      }
    },
  },
  {
    streams: 'document-',
    to: ['DocumentAdded', 'DocumentChanged', 'DocumentRefused', 'DocumentRemoved'],
    async react(services, tenantId, documentId, recorded) {
      const cause = causedBy(services, ACTOR, recorded);
      const source = { kind: 'document', id: documentId } as const;
      const renewalId = followingId(source);
      const expiry = await expiryOf(services, tenantId, documentId);
      const subject = expiry && (await renewed(services, tenantId, expiry.subject));
      const command: RenewalCommand =
        expiry && subject
          ? {
              type: 'Follow',
              data: {
                ...{ renewalId, subject, source, now: cause.at },
                details: {
                  kind: 'other',
                  title: `Document: ${expiry.kind}`,
                  dueOn: expiry.expiresOn,
                  remindDaysBefore: REMIND_DAYS_BEFORE,
                  documentIds: [documentId],
                },
              },
            }
          : { type: 'Unfollow', data: { now: cause.at } };
      await handle(services.streams, renewalStream(tenantId, renewalId), command, cause);
    },
  },
  {
    streams: 'renewal-',
    to: ['RenewalCompleted'],
    react: (services, tenantId, renewalId, recorded) =>
      addNext(services, tenantId, renewalId, causedBy(services, ACTOR, recorded)),
  },
  {
    streams: 'renewal-',
    to: ['RenewalAdded', 'RenewalChanged', 'RenewalSnoozed', 'RenewalReopened', 'RenewalReminded'],
    async react(services, tenantId, renewalId) {
      const { events } = await services.streams.read<RenewalEvent>(renewalStream(tenantId, renewalId));
      const card = rebuild(renewalCards, events);
      if (card && card.remindOn !== NEVER) await markDay(services, tenantId, card.remindOn);
    },
  },
);
