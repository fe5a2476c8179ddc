import { patched } from '../../shared/kernel/patch.ts';
import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { subjectKey } from '../subjects/contract.ts';
import type { RenewalRecord } from './contract.ts';
import { NEVER, nextReminder, soonFrom } from './reminders.ts';
import type { RenewalEvent } from './renewal.ts';

type Card = Omit<RenewalRecord, 'version'>;

/** The card with what only lists need. */
export interface StoredRenewal extends Card {
  readonly subjectKey: string;
  readonly subjectKind: string;
  /** From when on it is due soon. */
  readonly soonFrom: string;
  /** When somebody is to be reminded next, or `NEVER`. */
  readonly remindOn: string;
  readonly sortTitle: string;
}

const kept = (card: Card): StoredRenewal => ({
  ...card,
  subjectKey: subjectKey(card.subject),
  subjectKind: card.subject.kind,
  soonFrom: soonFrom(card),
  remindOn: card.status === 'open' ? nextReminder(card) : NEVER,
  sortTitle: card.title.toLowerCase(),
});

/** When it is due on another day, reminders begin anew. */
const rescheduled = ({ snoozedUntil: _, remindedOn: __, ...card }: Card): Card => card;

const next = (card: Card, event: Exclude<RenewalEvent, { type: 'RenewalAdded' }>): Card => {
  switch (event.type) {
    case 'RenewalChanged': {
      const { changes } = event.data;
      return patched<Card>(changes.dueOn ? rescheduled(card) : card, changes);
    }
    case 'RenewalCompleted': {
      const { doneOn, nextId, cost } = event.data;
      return { ...card, status: 'done', doneOn, ...(nextId !== undefined && { nextId }), ...(cost && { cost }) };
    }
    case 'RenewalSnoozed':
      return { ...card, snoozedUntil: event.data.until };
    case 'RenewalCancelled':
      return { ...card, status: 'cancelled' };
    case 'RenewalReopened':
      return { ...card, status: 'open' };
    case 'RenewalReminded':
      return { ...card, remindedOn: event.data.on };
    default:
      return unknownEvent(event, card);
  }
};

export const renewalCards: Projection<StoredRenewal, RenewalEvent> = {
  name: 'renewals',
  streams: 'renewal-',
  apply(stored, { event }) {
    if (event.type === 'RenewalAdded') {
      const { renewalId: id, ...rest } = event.data;
      return kept({ id, ...rest, status: 'open' });
    }
    if (!stored) return undefined;
    const { subjectKey: _, subjectKind: __, soonFrom: ___, remindOn: ____, sortTitle: _____, ...card } = stored;
    return kept(next(card, event));
  },
};

/** What the API shows of a stored card. */
export const shown = ({
  subjectKey: _,
  subjectKind: __,
  soonFrom: ___,
  remindOn: ____,
  sortTitle: _____,
  ...card
}: Versioned<StoredRenewal>): RenewalRecord => card;
