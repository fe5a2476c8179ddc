import fc from 'fast-check';
import type { Meter, Standing } from '../../../functions/meters/contract.ts';
import { type MetersCommand, type MetersEvent, meters } from '../../../functions/meters/meters.ts';
import { shownReadings, standingOf } from '../../../functions/meters/readings.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';

const { given } = specOf(meters);

const now = '2026-03-31T12:00:00.000Z';
const day = (number: number, hour = 8) => new Date(Date.UTC(2026, 2, number, hour)).toISOString();
const km = (value: number) => value * 1_000;

/** What the odometer stands at: read on a day of March. */
const standing = (value: number, at: string, total = value): Standing => ({
  value: km(value),
  total: km(total),
  at,
  source: 'manual',
});
const reading = (id: string, value: number, at: string) =>
  ({ readingId: id, meter: 'odometer', value: km(value), at, source: 'manual' }) as const;
const record = (id: string, value: number, at: string): MetersCommand => ({
  type: 'Record',
  data: { ...reading(id, value, at), now },
});
const taken = (id: string, value: number, at: string, stands: Standing | null = standing(value, at)): MetersEvent => ({
  type: 'MeterReadingTaken',
  data: { ...reading(id, value, at), recordedAt: now, standing: stands },
});
const doubted = (
  id: string,
  value: number,
  at: string,
  why: Extract<MetersEvent, { type: 'MeterReadingDoubted' }>['data']['why'],
  stands: Standing | null,
): MetersEvent => ({
  type: 'MeterReadingDoubted',
  data: { ...reading(id, value, at), recordedAt: now, why, standing: stands },
});

const first = taken('r1', 1_000, day(10));
const second = taken('r2', 1_500, day(12));

describe('a reading', () => {
  it('is taken when it is the first', () =>
    given()
      .when(record('r1', 1_000, day(10)))
      .thenRecords(first));
  it('is taken when it goes on', () =>
    given(first)
      .when(record('r2', 1_500, day(12)))
      .thenRecords(second));
  it('is taken once, however often it is sent', () =>
    given(first)
      .when(record('r1', 1_000, day(10)))
      .thenNothing());
  it('is taken late when it fits between its neighbours, and is not what the meter stands at', () =>
    given(first, second)
      .when(record('r3', 1_200, day(11)))
      .thenRecords(taken('r3', 1_200, day(11), standing(1_500, day(12)))));

  it.each([
    ['steps back', 900, day(13), 'below-earlier'],
    ['is late and lower than the one before it', 900, day(11), 'below-earlier'],
    ['is late and higher than the one after it', 1_600, day(11), 'above-later'],
    ['jumps', 3_502, day(13), 'jump'],
    ['jumps within an hour', 1_702, day(12, 9), 'jump'],
    ['is read in the future', 1_600, '2026-03-31T12:05:01.000Z', 'in-future'],
    ['was there already', 1_500, day(12), 'duplicate'],
    ['says two things of one moment', 1_502, day(12), 'jump'],
  ] as const)('is kept but does not count when it %s', (_, value, at, why) =>
    given(first, second)
      .when(record('r3', value, at))
      .thenRecords(doubted('r3', value, at, why, standing(1_500, day(12)))),
  );

  it('is kept but does not count when the one after it would then be a jump', () =>
    given(first, taken('r2', 5_000, day(12)))
      .when(record('r3', 1_000, day(11)))
      .thenRecords(doubted('r3', 1_000, day(11), 'jump', standing(5_000, day(12)))));

  it('may go as far as two drivers come in a day', () =>
    given(first, second)
      .when(record('r3', 3_500, day(13)))
      .thenRecords(taken('r3', 3_500, day(13))));
  it('may lie a little ahead: clocks differ', () =>
    given()
      .when(record('r1', 1, '2026-03-31T12:05:00.000Z'))
      .thenRecords(taken('r1', 1, '2026-03-31T12:05:00.000Z')));

  it('of one meter says nothing about the other', () =>
    given(first)
      .when({ type: 'Record', data: { ...reading('h1', 0, day(9)), meter: 'engineHours', value: 3_600, now } })
      .thenRecords({
        type: 'MeterReadingTaken',
        data: {
          ...reading('h1', 0, day(9)),
          meter: 'engineHours',
          value: 3_600,
          recordedAt: now,
          standing: { value: 3_600, total: 3_600, at: day(9), source: 'manual' },
        },
      }));
});

describe('voiding a reading', () => {
  const typo = taken('r1', 100_000, day(10));
  const stuck = doubted('r2', 1_000, day(11), 'below-earlier', standing(100_000, day(10)));
  const stuckToo = doubted('r3', 1_100, day(12), 'below-earlier', standing(100_000, day(10)));
  const voidOf = (readingId: string): MetersCommand => ({ type: 'Void', data: { readingId, reason: 'Typo', now } });

  it('brings back what the meter stood at before', () =>
    given(first, second)
      .when(voidOf('r2'))
      .thenRecords({
        type: 'MeterReadingVoided',
        data: { readingId: 'r2', meter: 'odometer', reason: 'Typo', voidedAt: now, standing: standing(1_000, day(10)) },
      }));
  it('leaves a meter without any reading at nothing', () =>
    given(first)
      .when(voidOf('r1'))
      .thenRecords({
        type: 'MeterReadingVoided',
        data: { readingId: 'r1', meter: 'odometer', reason: 'Typo', voidedAt: now, standing: null },
      }));
  it('lets those count again that were doubted because of it', () => {
    const data = { meter: 'odometer', settled: true, acceptedAt: now } as const;
    given(typo, stuck, stuckToo)
      .when(voidOf('r1'))
      .thenRecords(
        {
          type: 'MeterReadingVoided',
          data: { readingId: 'r1', meter: 'odometer', reason: 'Typo', voidedAt: now, standing: null },
        },
        { type: 'MeterReadingAccepted', data: { ...data, readingId: 'r2', standing: standing(1_000, day(11)) } },
        { type: 'MeterReadingAccepted', data: { ...data, readingId: 'r3', standing: standing(1_100, day(12)) } },
      );
  });
  it('stays quiet when it does not count anyway', () => given(typo, stuck).when(voidOf('r2')).thenNothing());
  it('refuses a reading that never was', () => given(first).when(voidOf('r9')).thenRefuses('meters/not-found'));
});

describe('accepting a reading', () => {
  const accept: MetersCommand = { type: 'Accept', data: { readingId: 'r2', now } };
  const jump = doubted('r2', 9_000, day(11), 'jump', standing(1_000, day(10)));

  it('lets it count whatever the rules say', () =>
    given(first, jump)
      .when(accept)
      .thenRecords({
        type: 'MeterReadingAccepted',
        data: {
          readingId: 'r2',
          meter: 'odometer',
          settled: false,
          acceptedAt: now,
          standing: standing(9_000, day(11)),
        },
      }));
  it('stays quiet when it counts already', () => given(first, second).when(accept).thenNothing());
  it('refuses what nobody can have read yet', () =>
    given(doubted('r2', 1, '2026-04-05T00:00:00.000Z', 'in-future', null))
      .when(accept)
      .thenRefuses('meters/in-future'));
  it('refuses a reading that never was', () => given(first).when(accept).thenRefuses('meters/not-found'));
});

describe('replacing a meter', () => {
  const replace = (oldValue: number, newValue: number, at: string): MetersCommand => ({
    type: 'Replace',
    data: { meter: 'odometer', oldValue: km(oldValue), newValue: km(newValue), at, now },
  });
  const replaced: MetersEvent = {
    type: 'MeterReplaced',
    data: {
      meter: 'odometer',
      oldValue: km(1_600),
      newValue: 0,
      at: day(13),
      replacedAt: now,
      standing: standing(0, day(13), 1_600),
    },
  };

  it('lets the total go on', () => {
    given(first, second)
      .when(replace(1_600, 0, day(13)))
      .thenRecords(replaced);
    given(first, second, replaced)
      .when(record('r3', 100, day(14)))
      .thenRecords(taken('r3', 100, day(14), standing(100, day(14), 1_700)));
  });
  it('is what it was when it is said again', () =>
    given(first, second, replaced)
      .when(replace(1_600, 0, day(13)))
      .thenNothing());
  it('lets readings of the new meter count that were doubted before anybody said so', () =>
    given(first, second, doubted('r3', 100, day(14), 'below-earlier', standing(1_500, day(12))))
      .when(replace(1_600, 0, day(13)))
      .thenRecords(replaced, {
        type: 'MeterReadingAccepted',
        data: {
          readingId: 'r3',
          meter: 'odometer',
          settled: true,
          acceptedAt: now,
          standing: standing(100, day(14), 1_700),
        },
      }));
  it('still doubts a step back of the new meter', () =>
    given(first, second, replaced, taken('r3', 100, day(14), standing(100, day(14), 1_700)))
      .when(record('r4', 50, day(15)))
      .thenRecords(doubted('r4', 50, day(15), 'below-earlier', standing(100, day(14), 1_700))));
  it('refuses an end that the old one cannot have had', () =>
    given(first, second)
      .when(replace(1_400, 0, day(13)))
      .thenRefuses('meters/implausible'));
  it('refuses to be told after the meter was read again', () =>
    given(first, second)
      .when(replace(1_200, 0, day(11)))
      .thenRefuses('meters/read-since'));
});

describe('whatever is said of a meter', () => {
  const moment = fc
    .integer({ min: 0, max: 40 * 24 })
    .map((hours) => new Date(Date.UTC(2026, 2, 1, hours)).toISOString());
  const meter = fc.constantFrom<Meter>('odometer', 'engineHours');
  const id = fc.integer({ min: 0, max: 15 }).map((index) => `r${index}`);
  const value = fc.integer({ min: 0, max: 20_000_000 });
  const said: fc.Arbitrary<MetersCommand> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(id, meter, value, moment).map(
        ([readingId, one, shows, at]): MetersCommand => ({
          type: 'Record',
          data: { readingId, meter: one, value: shows, at, source: 'device', now },
        }),
      ),
    },
    id.map((readingId): MetersCommand => ({ type: 'Void', data: { readingId, reason: 'Typo', now } })),
    fc.tuple(meter, value, value, moment).map(
      ([one, oldValue, newValue, at]): MetersCommand => ({
        type: 'Replace',
        data: { meter: one, oldValue, newValue, at, now },
      }),
    ),
  );

  it('leaves readings that count in order, and tells what the meter stands at', () =>
    fc.assert(
      fc.property(fc.array(said, { maxLength: 40 }), (commands) => {
        const events: MetersEvent[] = [];
        for (const command of commands) {
          try {
            events.push(...meters.decide(command, fold(meters, events)));
          } catch (error) {
            expect(error).toMatchObject({ kind: expect.stringMatching(/conflict|not-found/) });
          }
        }
        const book = fold(meters, events);
        for (const one of ['odometer', 'engineHours'] as const) {
          const totals = shownReadings(book, 'veh_7', 1)
            .filter((shown) => shown.meter === one && !shown.void)
            .map(({ total }) => total)
            .reverse();
          expect(totals).toEqual(totals.toSorted((a, b) => a - b));
          const told = events.findLast(({ data }) => data.meter === one)?.data.standing ?? null;
          expect(told).toEqual(standingOf(book, one) ?? null);
        }
      }),
    ));
});
