import fc from 'fast-check';
import { addDays, addMonths, dayIn, daysBetween, isTimeZone } from '../../../shared/kernel/days.ts';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it('are counted over months, leap years and the hours of summer time', () => {
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });

  it('come back the way they went', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (from, days) => {
        const to = addDays(from, days);
        expect(addDays(to, -days)).toBe(from);
        expect(daysBetween(from, to)).toBe(days);
      }),
    ));

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-03-15', 12, '2027-03-15'],
  ])('%s and %d months are %s', (from, months, to) => expect(addMonths(from, months)).toBe(to));

  it('depend on where one is', () => {
    const instant = new Date('2026-03-01T23:30:00Z');
    expect(dayIn('UTC', instant)).toBe('2026-03-01');
    expect(dayIn('Europe/Berlin', instant)).toBe('2026-03-02');
    expect(dayIn('America/New_York', instant)).toBe('2026-03-01');
    expect(dayIn('Pacific/Kiritimati', instant)).toBe('2026-03-02');
  });

  it('know time zones from what is none', () =>
    expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]));
});
