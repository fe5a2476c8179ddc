import { timeSpan } from '../../../local/host/host-json.ts';
import { parseSchedule } from '../../../local/host/triggers/timer.ts';
import { covered } from '../conformance.ts';

const next = (text: string, after: string, zone?: string) =>
  new Date(parseSchedule(text, zone)(Date.parse(after))).toISOString();

describe(covered('Timer schedules: NCRONTAB with 5 or 6 fields, TimeSpan, WEBSITE_TIME_ZONE'), () => {
  it.each([
    ['*/5 * * * * *', '2026-01-01T00:00:03Z', '2026-01-01T00:00:05.000Z'],
    ['0 */5 * * * *', '2026-01-01T00:05:00Z', '2026-01-01T00:10:00.000Z'],
    ['0 30 9 * * 1-5', '2026-01-02T09:30:00Z', '2026-01-05T09:30:00.000Z'],
    ['0 0 0 1 JAN *', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['15 9 * * Mon', '2026-01-01T00:00:00Z', '2026-01-05T09:15:00.000Z'],
    ['0 0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-02-13T00:00:00.000Z'],
    ['00:00:30', '2026-01-01T00:00:00.250Z', '2026-01-01T00:00:30.250Z'],
    ['1.00:00:00', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00.000Z'],
  ])('%s comes due after %s at %s', (text, after, due) => expect(next(text, after)).toBe(due));

  it('follows the time zone it is given, also when the clocks change', () => {
    expect(next('0 0 9 * * *', '2026-01-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-01-01T08:00:00.000Z');
    expect(next('0 30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
  });

  it.each(['', '* * * *', '0 0 0 L * *', '0 0 0 ? * *', '61 * * * * *', '@daily', '00:00:00', '0 0 0 31 2 *'])(
    'refuses "%s"',
    (text) =>
      expect(() => next(text, '2026-01-01T00:00:00Z')).toThrow(
        `"${text}" is neither an NCRONTAB expression nor a TimeSpan`,
      ),
  );

  it.each([
    ['00:00:00.5', 500],
    ['00:01:00', 60_000],
    ['1.02:03:04', 93_784_000],
    ['5', undefined],
    ['1:2', undefined],
  ])('reads the TimeSpan %s as %s ms', (text, milliseconds) => expect(timeSpan(text)).toBe(milliseconds));
});
