import fc from 'fast-check';
import { fromColumns, merged, toColumns } from '../../../functions/telemetry/columns.ts';
import { anyFix, fixAt, NOON } from './fixes.ts';

const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
const fixes = fc.array(anyFix(instants), { maxLength: 40 }).map((some) => some.toSorted((a, b) => a.at - b.at));

describe('many fixes by column', () => {
  it('are the same fixes again, whatever they say', () =>
    fc.assert(fc.property(fixes, (some) => expect(fromColumns(toColumns(some))).toEqual(some))));

  it('survive being stored as JSON', () =>
    fc.assert(
      fc.property(fixes, (some) => expect(fromColumns(JSON.parse(JSON.stringify(toColumns(some))))).toEqual(some)),
    ));

  it('take about a quarter of the bytes of a list', () => {
    const hour = Array.from({ length: 3_600 }, (_, second) =>
      fixAt(second, { lat: 49 + second / 1e5, lon: 8 + second / 1e5, speed: 13.889, heading: 45.5, accuracy: 4.5 }),
    );
    const bytes = (value: unknown) => JSON.stringify(value).length;
    expect(bytes(toColumns(hour)) / bytes(hour)).toBeLessThan(0.35);
  });

  it('leave out what no fix says', () =>
    expect(toColumns([fixAt(0), fixAt(1)])).toEqual({
      at: [NOON, 1_000],
      lag: [3_600_000, 3_599_000],
      lat: [490_000_000, 0],
      lon: [80_000_000, 0],
    }));
});

describe('several lists as one', () => {
  it('have each instant once, oldest first', () =>
    expect(merged([[fixAt(2), fixAt(5)], [fixAt(1), fixAt(2)], []]).map(({ at }) => (at - NOON) / 1_000)).toEqual([
      1, 2, 5,
    ]));
  it('believe the earliest list that knows an instant', () =>
    expect(merged([[fixAt(1, { lat: 1 })], [fixAt(1, { lat: 2 })]])).toEqual([fixAt(1, { lat: 1 })]));
});
