import fc from 'fast-check';
import { NEVER, nextReminder, soonFrom } from '../../../functions/renewals/reminders.ts';
import { type RenewalEvent, renewal, renewalStream } from '../../../functions/renewals/renewal.ts';
import { renewalCards } from '../../../functions/renewals/renewal-cards.ts';
import { addDays } from '../../../shared/kernel/days.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const details = {
  kind: 'inspection',
  title: 'Main inspection',
  dueOn: '2026-05-31',
  remindDaysBefore: [30, 7, 1],
} as const;
const subject = { kind: 'vehicle', id: 'veh_7' } as const;
const source = { kind: 'licence', id: 'lic_1' } as const;

const added: RenewalEvent = { type: 'RenewalAdded', data: { renewalId: 'rnw_1', subject, ...details, addedAt: now } };
const following: RenewalEvent = { ...added, data: { ...added.data, follows: source } } as RenewalEvent;
const changedTo = (dueOn: string): RenewalEvent => ({
  type: 'RenewalChanged',
  data: { changes: { dueOn }, changedAt: now },
});
const snoozed: RenewalEvent = { type: 'RenewalSnoozed', data: { until: '2026-05-20', snoozedAt: now } };
const reminded = (on: string): RenewalEvent => ({ type: 'RenewalReminded', data: { on, remindedAt: now } });
const cancelled: RenewalEvent = { type: 'RenewalCancelled', data: { cancelledAt: now } };
const done: RenewalEvent = { type: 'RenewalCompleted', data: { doneOn: '2026-05-20', completedAt: now } };

const { given } = specOf(renewal);

describe('a renewal', () => {
  it('is added once', () => {
    const add = { type: 'Add', data: { renewalId: 'rnw_1', subject, details, now } } as const;
    given().when(add).thenRecords(added);
    given(added).when(add).thenNothing();
  });

  it('changes by what is different only', () => {
    given(added)
      .when({ type: 'Change', data: { patch: { dueOn: '2026-06-30', title: details.title, notes: null }, now } })
      .thenRecords(changedTo('2026-06-30'));
    given(added)
      .when({ type: 'Change', data: { patch: { kind: 'inspection' }, now } })
      .thenNothing();
    given()
      .when({ type: 'Change', data: { patch: {}, now } })
      .thenRefuses('renewals/not-found');
  });

  it('is done, and comes again when somebody says so or when it repeats', () => {
    const complete = { type: 'Complete', data: { on: '2026-05-20', nextId: 'rnw_2', now } } as const;
    given(added).when(complete).thenRecords(done);
    given(added, done).when(complete).thenNothing();
    given(added)
      .when({ type: 'Complete', data: { ...complete.data, nextDueOn: '2028-05-31' } })
      .thenRecords({
        type: 'RenewalCompleted',
        data: { ...done.data, nextId: 'rnw_2', nextDueOn: '2028-05-31' },
      } as RenewalEvent);
    given({ ...added, data: { ...added.data, repeatsMonths: 24 } } as RenewalEvent)
      .when(complete)
      .thenRecords({
        type: 'RenewalCompleted',
        data: { ...done.data, nextId: 'rnw_2', nextDueOn: '2028-05-31' },
      } as RenewalEvent);
    given(added)
      .when({ type: 'Complete', data: { ...complete.data, nextDueOn: details.dueOn } })
      .thenRefuses('renewals/backwards');
  });

  it('is snoozed until a day to come', () => {
    const snooze = { type: 'Snooze', data: { until: '2026-05-20', today: '2026-05-10', now } } as const;
    given(added).when(snooze).thenRecords(snoozed);
    given(added, snoozed).when(snooze).thenNothing();
    given(added)
      .when({ type: 'Snooze', data: { ...snooze.data, today: '2026-05-20' } })
      .thenRefuses('renewals/not-later');
  });

  it('is cancelled once, and takes nothing more', () => {
    given(added).when({ type: 'Cancel', data: { now } }).thenRecords(cancelled);
    given(added, cancelled).when({ type: 'Cancel', data: { now } }).thenNothing();
    given(added, cancelled)
      .when({ type: 'Change', data: { patch: { title: 'x' }, now } })
      .thenRefuses('renewals/cancelled');
    given(added, done).when({ type: 'Cancel', data: { now } }).thenRefuses('renewals/done');
  });

  it('notes one reminder a day', () => {
    const remind = { type: 'Remind', data: { on: '2026-05-01', now } } as const;
    given(added).when(remind).thenRecords(reminded('2026-05-01'));
    given(added, reminded('2026-05-01')).when(remind).thenNothing();
    given(added, done).when(remind).thenNothing();
  });
});

describe('a renewal that follows a licence', () => {
  const follow = (dueOn: string) =>
    ({ type: 'Follow', data: { renewalId: 'rnw_1', subject, source, details: { ...details, dueOn }, now } }) as const;

  it('comes with it, and changes with it', () => {
    given().when(follow(details.dueOn)).thenRecords(following);
    given(following).when(follow(details.dueOn)).thenNothing();
    given(following).when(follow('2031-05-31')).thenRecords(changedTo('2031-05-31'));
  });

  it('goes with it, and comes back with it', () => {
    given(following).when({ type: 'Unfollow', data: { now } }).thenRecords(cancelled);
    given(following, cancelled).when({ type: 'Unfollow', data: { now } }).thenNothing();
    given().when({ type: 'Unfollow', data: { now } }).thenNothing();
    given(following, cancelled)
      .when(follow(details.dueOn))
      .thenRecords({ type: 'RenewalReopened', data: { reopenedAt: now } });
  });

  it('is changed there and nowhere else, but for who is reminded when', () => {
    given(following)
      .when({ type: 'Change', data: { patch: { dueOn: '2030-01-01' }, now } })
      .thenRefuses('renewals/follows');
    given(following).when({ type: 'Cancel', data: { now } }).thenRefuses('renewals/follows');
    given(following)
      .when({ type: 'Complete', data: { on: '2026-05-20', nextId: 'rnw_2', now } })
      .thenRefuses('renewals/follows');
    given(following)
      .when({ type: 'Change', data: { patch: { remindDaysBefore: [60] }, now } })
      .thenRecords({ type: 'RenewalChanged', data: { changes: { remindDaysBefore: [60] }, changedAt: now } });
  });
});

describe('reminders', () => {
  const { dueOn, remindDaysBefore } = details;
  const next = (more: { remindedOn?: string; snoozedUntil?: string } = {}) =>
    nextReminder({ dueOn, remindDaysBefore, ...more });

  it('come on each of the days before it is due, and once it is overdue', () => {
    expect(soonFrom({ dueOn, remindDaysBefore })).toBe('2026-05-01');
    const days: string[] = [];
    for (let day = next(); day !== NEVER; day = next({ remindedOn: day })) days.push(day);
    expect(days).toEqual(['2026-05-01', '2026-05-24', '2026-05-30', '2026-06-01']);
  });
  it('make up in one for all that should have come before', () =>
    expect(next({ remindedOn: '2026-05-29' })).toBe('2026-05-30'));
  it('do not come while it is snoozed, and come when that is over', () => {
    expect(next({ snoozedUntil: '2026-05-20' })).toBe('2026-05-20');
    expect(next({ snoozedUntil: '2026-05-20', remindedOn: '2026-05-20' })).toBe('2026-05-24');
    expect(next({ snoozedUntil: '2026-07-01' })).toBe('2026-07-01');
    expect(next({ snoozedUntil: '2026-07-01', remindedOn: '2026-07-01' })).toBe(NEVER);
  });
  it('come to an end, whatever the days, each later than the one before', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(365), { minLength: 1, maxLength: 10 }),
        fc.option(fc.integer({ min: -400, max: 400 }), { nil: undefined }),
        (before, snooze) => {
          const reminding = {
            dueOn,
            remindDaysBefore: before,
            ...(snooze !== undefined && { snoozedUntil: addDays(dueOn, snooze) }),
          };
          const days = [nextReminder(reminding)];
          while (days.at(-1) !== NEVER) days.push(nextReminder({ ...reminding, remindedOn: days.at(-1) ?? '' }));
          expect(days.length).toBeLessThanOrEqual(before.length + 3);
          expect(days).toEqual([...new Set(days)].sort());
        },
      ),
    ));
});

describe('the view of renewals', () => {
  const view = viewOf(renewalCards, renewalStream('ten_acme', 'rnw_1'));

  it('knows when somebody is to be reminded', () => {
    view
      .given(added)
      .shows({ status: 'open', soonFrom: '2026-05-01', remindOn: '2026-05-01', subjectKey: 'vehicle:veh_7' });
    view.given(added, reminded('2026-05-01')).shows({ remindOn: '2026-05-24', remindedOn: '2026-05-01' });
    view.given(added, snoozed).shows({ remindOn: '2026-05-20' });
    view.given(added, cancelled).shows({ status: 'cancelled', remindOn: NEVER });
  });
  it('begins anew when it is due on another day', () =>
    view.given(added, reminded('2026-05-01'), snoozed, changedTo('2026-08-31')).shows({ remindOn: '2026-08-01' }));
  it('shows what it was done by', () =>
    view
      .given(added, {
        type: 'RenewalCompleted',
        data: { doneOn: '2026-05-20', nextId: 'rnw_2', nextDueOn: '2028-05-31', completedAt: now },
      })
      .shows({
        status: 'done',
        doneOn: '2026-05-20',
        nextId: 'rnw_2',
      }));
  it('lets events of a later release pass', () =>
    view.given(added, { type: 'SomethingNobodyKnowsYet', data: { surprise: true } }).isLeftAsItWas());
});
