import { compileHours, validateActiveTimes } from '../../../functions/geofences/active-times.ts';
import type { ActiveTime } from '../../../functions/geofences/contract.ts';
import { hoursOf, merged } from '../../../functions/geofences/hours.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (moment: number) =>
  Number.isFinite(moment) ? new Date(moment).toISOString().replace(':00.000Z', 'Z') : moment;

const work: ActiveTime = {
  start: '2026-01-05T06:00',
  durationMinutes: 720,
  rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  timeZone: 'Europe/Berlin',
};
const { rule: _, ...once } = work;
const night = (rule: string): ActiveTime => ({
  start: '2026-01-05T02:30',
  durationMinutes: 60,
  rule,
  timeZone: 'Europe/Berlin',
});

const windowAt = async (times: readonly ActiveTime[], moment: string) => {
  const hours = await compileHours(times);
  const asked = at(moment);
  return hours.isOpen(asked) ? [iso(hours.opensAt(asked)), iso(hours.closesAt(asked))] : undefined;
};

describe('when a fence is there', () => {
  it.each<[string, readonly ActiveTime[], string, readonly unknown[] | undefined]>([
    ['on a working day', [work], '2026-06-10T09:00Z', ['2026-06-10T04:00Z', '2026-06-10T16:00Z']],
    ['in winter by the clocks, too', [work], '2026-12-10T09:00Z', ['2026-12-10T05:00Z', '2026-12-10T17:00Z']],
    ['from the first moment', [work], '2026-06-10T04:00Z', ['2026-06-10T04:00Z', '2026-06-10T16:00Z']],
    ['not at the last', [work], '2026-06-10T16:00Z', undefined],
    ['not on Sunday', [work], '2026-06-14T09:00Z', undefined],
    ['not before it began', [work], '2025-06-10T09:00Z', undefined],
    ['once, without a rule', [once], '2026-01-05T06:00Z', ['2026-01-05T05:00Z', '2026-01-05T17:00Z']],
    ['and no second time', [once], '2026-01-06T06:00Z', undefined],
    [
      'over midnight',
      [{ ...work, start: '2026-01-05T22:00' }],
      '2026-06-11T01:00Z',
      ['2026-06-10T20:00Z', '2026-06-11T08:00Z'],
    ],
    ['in the hour that is skipped in spring: when it is over', [night('FREQ=DAILY')], '2026-03-29T01:10Z', undefined],
    [
      'and then for as long as ever',
      [night('FREQ=DAILY')],
      '2026-03-29T01:40Z',
      ['2026-03-29T01:30Z', '2026-03-29T02:30Z'],
    ],
    [
      'of the hour that comes twice in autumn the first',
      [night('FREQ=DAILY')],
      '2026-10-25T00:40Z',
      ['2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ],
    ['and not the second', [night('FREQ=DAILY')], '2026-10-25T01:40Z', undefined],
    [
      'until a day, that day included',
      [night('FREQ=DAILY;UNTIL=20260110')],
      '2026-01-10T01:40Z',
      ['2026-01-10T01:30Z', '2026-01-10T02:30Z'],
    ],
    ['and not after', [night('FREQ=DAILY;UNTIL=20260110')], '2026-01-11T01:40Z', undefined],
    ['until a moment', [night('FREQ=DAILY;UNTIL=20260110T012959Z')], '2026-01-10T01:40Z', undefined],
    [
      'that moment included',
      [night('FREQ=DAILY;UNTIL=20260110T013000Z')],
      '2026-01-10T01:40Z',
      ['2026-01-10T01:30Z', '2026-01-10T02:30Z'],
    ],
    ['so many times', [night('FREQ=DAILY;COUNT=3')], '2026-01-07T01:40Z', ['2026-01-07T01:30Z', '2026-01-07T02:30Z']],
    ['and no more', [night('FREQ=DAILY;COUNT=3')], '2026-01-08T01:40Z', undefined],
    [
      'on the last Friday of a month',
      [{ ...work, rule: 'FREQ=MONTHLY;BYDAY=-1FR' }],
      '2026-06-26T09:00Z',
      ['2026-06-26T04:00Z', '2026-06-26T16:00Z'],
    ],
    [
      'by any of several',
      [work, { ...work, rule: 'FREQ=WEEKLY;BYDAY=SA' }],
      '2026-06-13T09:00Z',
      ['2026-06-13T04:00Z', '2026-06-13T16:00Z'],
    ],
    [
      'from when the first of two opens to when the last closes',
      [work, { ...work, start: '2026-01-05T17:00' }],
      '2026-06-10T09:00Z',
      ['2026-06-10T04:00Z', '2026-06-11T03:00Z'],
    ],
    [
      'for ever, when a window meets the next',
      [{ ...work, durationMinutes: 1_440, rule: 'FREQ=DAILY', timeZone: 'UTC' }],
      '2026-06-10T09:00Z',
      [expect.anything(), Infinity],
    ],
  ])('%s', async (_, times, moment, window) => expect(await windowAt(times, moment)).toEqual(window));

  it('is answered in any order of asking', async () => {
    const hours = await compileHours([work]);
    const moments = [
      '2026-06-10T09:00Z',
      '2026-06-13T09:00Z',
      '2027-06-10T09:00Z',
      '2026-06-10T20:00Z',
      '2026-06-11T09:00Z',
    ];
    const answers = [true, false, true, false, true];
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ])
      for (const which of order) expect(hours.isOpen(at(moments[which] ?? ''))).toBe(answers[which]);
  });
});

describe('what is refused', () => {
  it.each<[string, Partial<ActiveTime>, readonly PropertyKey[]]>([
    ['a rule that is none', { rule: 'every day' }, ['rule']],
    ['no frequency', { rule: 'BYDAY=MO' }, ['rule']],
    ['every second', { rule: 'FREQ=SECONDLY' }, ['rule']],
    ['every minute of an hour', { rule: 'FREQ=HOURLY;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55' }, ['rule']],
    ['a part that there is not', { rule: 'FREQ=DAILY;FOO=1' }, ['rule']],
    ['a part of objects', { rule: 'FREQ=DAILY;constructor=1' }, ['rule']],
    ['a part twice', { rule: 'FREQ=DAILY;FREQ=WEEKLY' }, ['rule']],
    ['an hour that there is not', { rule: 'FREQ=DAILY;BYHOUR=99' }, ['rule']],
    ['a day that there is not', { rule: 'FREQ=WEEKLY;BYDAY=XX' }, ['rule']],
    ['a date that there never is', { rule: 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2' }, ['rule']],
    ['an end before the beginning', { rule: 'FREQ=DAILY;UNTIL=20250101' }, ['rule']],
    ['both an end and a number', { rule: 'FREQ=DAILY;UNTIL=20270101;COUNT=3' }, ['rule']],
    ['a second line', { rule: 'FREQ=DAILY\nEXDATE:20260106T060000Z' }, ['rule']],
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }, ['timeZone']],
    ['a mere offset', { timeZone: '+01:00' }, ['timeZone']],
    ['a day that there is not, to begin with', { start: '2026-02-30T06:00' }, ['start']],
    ['an hour that there is not, to begin with', { start: '2026-02-20T25:00' }, ['start']],
  ])('%s', async (_, change, path) => {
    const issues = await validateActiveTimes([work, { ...work, ...change }]);
    expect(issues.map((issue) => issue.path)).toContainEqual([1, ...path]);
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=HOURLY',
    'FREQ=DAILY;COUNT=10000',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
    'FREQ=YEARLY;BYYEARDAY=-1',
  ])('not %s, which can be asked about thirty years later', async (rule) => {
    expect(await validateActiveTimes([{ ...work, rule }])).toEqual([]);
    const hours = await compileHours([{ ...work, rule }]);
    expect(typeof hours.isOpen(at('2056-06-10T09:00Z'))).toBe('boolean');
  });
});

it('windows that meet or overlap are one', () =>
  expect(
    merged([
      { opens: 30, closes: 40 },
      { opens: 0, closes: 10 },
      { opens: 10, closes: 12 },
      { opens: 5, closes: 8 },
    ]),
  ).toEqual([
    { opens: 0, closes: 12 },
    { opens: 30, closes: 40 },
  ]));

it('hours are worked out once for every moment near each other', () => {
  let asked = 0;
  const hours = hoursOf((from) => {
    asked++;
    return [{ opens: from + 1_000, closes: from + 2_000 }];
  });
  for (let moment = 0; moment < 10_000; moment += 100)
    expect(hours.isOpen(moment)).toBe(moment >= 1_000 && moment < 2_000);
  expect(asked).toBe(1);
});
