import {
  caughtUp,
  markedAsRead,
  type Notification,
  newsSince,
  notificationIn,
  received,
  unreadIn,
} from '../../staticwebapp/src/lib/notifications/inbox.ts';
import { badgeOf, countLabel, titleOf, wordsOf } from '../../staticwebapp/src/lib/notifications/notification-words.ts';

/** Told in the given minute after eight. */
const told = (minute: number, more: Partial<Notification> = {}): Notification => ({
  id: `told-${minute}`,
  at: `2026-03-02T08:0${minute}:00.000Z`,
  what: 'vehicle-taken-over',
  vehicleId: 'veh_12',
  vehicleName: 'Van 12',
  text: 'You drive Van 12 from now on.',
  ...more,
});
const idsOf = (inbox: readonly Notification[]) => inbox.map(({ id }) => id);
const READ_AT = '2026-03-02T09:00:00.000Z';

describe('what the live channel brings', () => {
  it('is read from its message, and nothing else is', () => {
    expect(notificationIn({ type: 'notification', notification: told(1) })).toEqual(told(1));
    for (const notification of [undefined, null, 'text', {}, { ...told(1), at: 5 }])
      expect(notificationIn({ type: 'notification', notification })).toBeUndefined();
  });

  it('comes first, and only once', () => {
    const inbox = received([told(1)], told(2));
    expect(idsOf(inbox)).toEqual(['told-2', 'told-1']);
    expect(received(inbox, told(2))).toBe(inbox);
  });

  it('stays when a list arrives that was fetched before it', () => {
    expect(idsOf(caughtUp([told(2), told(1)], [told(3), told(2)]))).toEqual(['told-3', 'told-2', 'told-1']);
    expect(idsOf(caughtUp([], [told(3)]))).toEqual(['told-3']);
  });

  it('is replaced by what the list says of it', () => {
    const calledOff = told(1, { calledOffAt: READ_AT });
    expect(caughtUp([told(2), calledOff], [told(2), told(1)])).toEqual([told(2), calledOff]);
    expect(caughtUp([told(1)])).toEqual([told(1)]);
  });
});

describe('what is read', () => {
  it('is no longer unread, and keeps when it was read first', () => {
    const inbox = [told(3), told(2), told(1, { readAt: '2026-03-02T08:30:00.000Z' })];
    const after = markedAsRead(inbox, ['told-2', 'told-1'], READ_AT);
    expect(after.map(({ readAt }) => readAt)).toEqual([undefined, READ_AT, '2026-03-02T08:30:00.000Z']);
    expect(idsOf(unreadIn(after))).toEqual(['told-3']);
  });
});

describe('what is announced', () => {
  it('is what is unread and was not there before', () => {
    const before = [told(1)];
    const inbox = [told(4), told(3, { readAt: READ_AT }), told(2), told(1)];
    expect(idsOf(newsSince(before, inbox))).toEqual(['told-4', 'told-2']);
    expect(newsSince(inbox, inbox)).toEqual([]);
  });

  it('is not what was waiting when the page was opened', () => expect(newsSince(undefined, [told(1)])).toEqual([]));
});

describe('the words', () => {
  it.each([
    ['vehicle-taken-over', 'You drive Van 12 now'],
    ['vehicle-handed-over', 'Van 12 was handed over'],
    ['called-off', 'The hand-over of Van 12 was called off'],
  ] as const)('of %s are "%s"', (what, title) => {
    expect(titleOf(told(1, { what }))).toBe(title);
    expect(wordsOf(told(1, { what }))).toMatchObject({ name: 'Van 12', means: expect.any(String) });
  });

  it('are those of the server for what is newer than the page', () => {
    const newer = { ...told(1, { text: 'Van 12 was washed.' }), what: 'toString' as Notification['what'] };
    expect(titleOf(newer)).toBe('Van 12 was washed.');
    expect(wordsOf(newer).means).toBeUndefined();
  });

  it('say how many are unread, as exactly as there is room for', () => {
    expect([0, 1, 12].map(countLabel)).toEqual(['nothing new', '1 unread', '12 unread']);
    expect([1, 9, 10].map(badgeOf)).toEqual(['1', '9', '9+']);
  });
});
