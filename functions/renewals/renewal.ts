import { addMonths, type Day } from '../../shared/kernel/days.ts';
import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import type { Money } from '../../shared/kernel/money.ts';
import { changesOf, isEmpty, type Patch, patched } from '../../shared/kernel/patch.ts';
import type { RENEWAL_KINDS, RenewalSubject } from './contract.ts';

/** What can be changed about a renewal. */
export interface Details {
  readonly kind: (typeof RENEWAL_KINDS)[number];
  readonly title: string;
  readonly dueOn: Day;
  readonly remindDaysBefore: readonly number[];
  readonly repeatsMonths?: number;
  readonly cost?: Money;
  readonly notes?: string;
  readonly documentIds?: readonly string[];
  readonly notify?: readonly string[];
}

/** What expires by itself and is renewed elsewhere. */
export interface Source {
  readonly kind: 'licence' | 'document';
  readonly id: string;
}

// Commands

type Given = { renewalId: string; subject: RenewalSubject; details: Details; now: string };
type Add = Message<'Add', Given & { previousId?: string }>;
/** As its source says it is due; whether it is there already or not. */
type Follow = Message<'Follow', Given & { source: Source }>;
/** Its source is gone. */
type Unfollow = Message<'Unfollow', { now: string }>;
type Change = Message<'Change', { patch: Patch<Details>; now: string }>;
/** @param nextId the id of the renewal that comes after it, if one does */
type Complete = Message<'Complete', { on: Day; nextId: string; nextDueOn?: Day; cost?: Money; now: string }>;
type Snooze = Message<'Snooze', { until: Day; today: Day; now: string }>;
type Cancel = Message<'Cancel', { reason?: string; now: string }>;
/** Somebody was reminded. */
type Remind = Message<'Remind', { on: Day; now: string }>;

export type RenewalCommand = Add | Follow | Unfollow | Change | Complete | Snooze | Cancel | Remind;

// Events

type Added = Message<
  'RenewalAdded',
  Details & { renewalId: string; subject: RenewalSubject; follows?: Source; previousId?: string; addedAt: string }
>;
type Changed = Message<'RenewalChanged', { changes: Patch<Details>; changedAt: string }>;
type Completed = Message<
  'RenewalCompleted',
  { doneOn: Day; nextId?: string; nextDueOn?: Day; cost?: Money; completedAt: string }
>;
type Snoozed = Message<'RenewalSnoozed', { until: Day; snoozedAt: string }>;
type Cancelled = Message<'RenewalCancelled', { reason?: string; cancelledAt: string }>;
type Reopened = Message<'RenewalReopened', { reopenedAt: string }>;
type Reminded = Message<'RenewalReminded', { on: Day; remindedAt: string }>;

export type RenewalEvent = Added | Changed | Completed | Snoozed | Cancelled | Reopened | Reminded;

// State

export interface KnownRenewal {
  readonly status: 'open' | 'done' | 'cancelled';
  readonly subject: RenewalSubject;
  readonly details: Details;
  readonly follows?: Source;
  readonly snoozedUntil?: Day;
  readonly remindedOn?: Day;
}

export type Renewal = { readonly status: 'absent' } | KnownRenewal;

const added = ({
  renewalId: _,
  subject,
  follows,
  previousId: __,
  addedAt: ___,
  ...details
}: Added['data']): Renewal => ({
  ...{ status: 'open', subject, details },
  ...(follows && { follows }),
});

/** When it is due on another day, reminders begin anew. */
const rescheduled = ({ snoozedUntil: _, remindedOn: __, ...state }: KnownRenewal): KnownRenewal => state;

const evolve = (state: Renewal, { type, data }: RenewalEvent): Renewal => {
  if (type === 'RenewalAdded') return added(data);
  if (state.status === 'absent') return state;
  switch (type) {
    case 'RenewalChanged': {
      const details = patched(state.details, data.changes);
      return { ...(data.changes.dueOn ? rescheduled(state) : state), details };
    }
    case 'RenewalCompleted':
      return { ...state, status: 'done' };
    case 'RenewalSnoozed':
      return { ...state, snoozedUntil: data.until };
    case 'RenewalCancelled':
      return { ...state, status: 'cancelled' };
    case 'RenewalReopened':
      return { ...state, status: 'open' };
    case 'RenewalReminded':
      return { ...state, remindedOn: data.on };
    default:
      return unreachable(type);
  }
};

// Rules

const known = (state: Renewal): KnownRenewal => {
  if (state.status === 'absent') throw notFound('renewals/not-found', 'There is no such renewal.');
  return state;
};

const open = (state: Renewal): KnownRenewal => {
  const renewal = known(state);
  if (renewal.status === 'done') throw conflict('renewals/done', 'This has been done.');
  if (renewal.status === 'cancelled') throw conflict('renewals/cancelled', 'This has been cancelled.');
  return renewal;
};

/** What a renewal that follows something is called, of which kind it is and when it is due, that says. */
const requireOwn = ({ follows }: KnownRenewal): void => {
  if (follows)
    throw conflict('renewals/follows', `This follows a ${follows.kind}; change or replace that instead.`, { follows });
};

const add = ({ now, details, ...data }: Add['data'], state: Renewal): RenewalEvent[] =>
  state.status === 'absent' ? [{ type: 'RenewalAdded', data: { ...data, ...details, addedAt: now } }] : [];

const change = (patch: Patch<Details>, now: string, { details }: KnownRenewal): RenewalEvent[] => {
  const changes = changesOf(details, patch);
  return isEmpty(changes) ? [] : [{ type: 'RenewalChanged', data: { changes, changedAt: now } }];
};

const follow = ({ now, source, details, ...data }: Follow['data'], state: Renewal): RenewalEvent[] => {
  if (state.status === 'absent')
    return [{ type: 'RenewalAdded', data: { ...data, ...details, follows: source, addedAt: now } }];
  const { kind, title, dueOn } = details;
  const reopened: RenewalEvent[] =
    state.status === 'open' ? [] : [{ type: 'RenewalReopened', data: { reopenedAt: now } }];
  return [...reopened, ...change({ kind, title, dueOn }, now, state)];
};

const cancel = ({ now, ...data }: Cancel['data'], state: KnownRenewal): RenewalEvent[] =>
  state.status === 'cancelled' ? [] : [{ type: 'RenewalCancelled', data: { ...data, cancelledAt: now } }];

const complete = ({ on, nextId, nextDueOn, cost, now }: Complete['data'], state: Renewal): RenewalEvent[] => {
  if (known(state).status === 'done') return [];
  const renewal = open(state);
  requireOwn(renewal);
  const { dueOn, repeatsMonths } = renewal.details;
  const next = nextDueOn ?? (repeatsMonths === undefined ? undefined : addMonths(dueOn, repeatsMonths));
  if (next !== undefined && next <= dueOn)
    throw conflict('renewals/backwards', 'It is due again later than it was.', { dueOn });
  const after = next === undefined ? {} : { nextId, nextDueOn: next };
  return [{ type: 'RenewalCompleted', data: { doneOn: on, ...after, ...(cost && { cost }), completedAt: now } }];
};

const snooze = ({ until, today, now }: Snooze['data'], state: Renewal): RenewalEvent[] => {
  const { snoozedUntil } = open(state);
  if (until <= today) throw conflict('renewals/not-later', 'It can be snoozed until a day to come.');
  return snoozedUntil === until ? [] : [{ type: 'RenewalSnoozed', data: { until, snoozedAt: now } }];
};

const remind = ({ on, now }: Remind['data'], state: Renewal): RenewalEvent[] =>
  state.status !== 'open' || (state.remindedOn ?? '') >= on
    ? []
    : [{ type: 'RenewalReminded', data: { on, remindedAt: now } }];

/** Something that is due on a day, from when it is known to when it is done. */
export const renewal: Decider<Renewal, RenewalCommand, RenewalEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Add':
        return add(command.data, state);
      case 'Follow':
        return follow(command.data, state);
      case 'Unfollow':
        return state.status === 'open' ? cancel(command.data, state) : [];
      case 'Change': {
        const { patch, now } = command.data;
        const { kind, title, dueOn } = patch;
        const renewal = open(state);
        if (kind !== undefined || title !== undefined || dueOn !== undefined) requireOwn(renewal);
        return change(patch, now, renewal);
      }
      case 'Complete':
        return complete(command.data, state);
      case 'Snooze':
        return snooze(command.data, state);
      case 'Cancel': {
        const renewal = known(state);
        if (renewal.status === 'cancelled') return [];
        requireOwn(open(state));
        return cancel(command.data, renewal);
      }
      case 'Remind':
        return remind(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const renewalStream = (tenantId: string, renewalId: string) => ({ tenantId, streamId: `renewal-${renewalId}` });

/** The renewal that follows something: one for each. */
export const followingId = ({ id }: Source): string => `rnw_${id}`;
