import type { Counts } from '../../../functions/meters/counted.ts';
import { driftOf } from '../../../functions/meters/drift.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 1);

const counted = (odometer: number, odometerBy: Counts['odometerBy'] = 'positions'): Counts => ({
  ...{ odometer, odometerBy, engineSeconds: 0, engineBy: 'movement' },
});
const reads = (...totals: number[]) => totals.map((total, day) => ({ at: START + day * DAY_MS, total }));

describe('the drift of a meter', () => {
  it('is what the device counted more than people read, in all and for each pair', () => {
    const drift = driftOf('odometer', reads(0, 100_000, 300_000), [
      ...[counted(5_000), counted(106_000), counted(310_000)],
    ]);
    expect(drift).toEqual({
      ...{ read: 300_000, counted: 305_000, difference: 5_000, percent: 1.67, perDay: 2_500, verdict: 'ok' },
      pairs: [
        {
          ...{ from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z', countedBy: 'positions' },
          ...{ read: 200_000, counted: 204_000, difference: 4_000, percent: 2, perDay: 4_000, verdict: 'ok' },
        },
        {
          ...{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', countedBy: 'positions' },
          ...{ read: 100_000, counted: 101_000, difference: 1_000, percent: 1, perDay: 1_000, verdict: 'ok' },
        },
      ],
    });
  });

  it.each([
    [104_000, 'ok'],
    [104_001, 'drifting'],
    [96_000, 'ok'],
    [95_999, 'drifting'],
  ])('of 100 km, of which the device counted %d metres, is %s', (metres, verdict) =>
    expect(driftOf('odometer', reads(0, 100_000), [counted(0), counted(metres)]).verdict).toBe(verdict),
  );

  it('cannot be told without what the device counted, or when it has counted in another way since', () => {
    for (const counts of [
      [counted(0), undefined],
      [counted(0), counted(1_000, 'device')],
      [counted(1_000), counted(0)],
    ])
      expect(driftOf('odometer', reads(0, 1_000), counts)).toMatchObject({
        verdict: 'no-data',
        pairs: [{ read: 1_000, verdict: 'no-data' }],
      });
    expect(driftOf('odometer', reads(7), [counted(0)])).toEqual({ verdict: 'no-data', pairs: [] });
  });

  it('is that of the other pairs when one cannot be told', () =>
    expect(driftOf('odometer', reads(0, 100, 200), [undefined, counted(0), counted(100)])).toMatchObject({
      ...{ verdict: 'ok', read: 100, difference: 0 },
      pairs: [{ verdict: 'ok' }, { verdict: 'no-data' }],
    }));

  it('of a vehicle that has stood has no percent', () =>
    expect(driftOf('odometer', reads(5, 5), [counted(0), counted(10)])).not.toHaveProperty('percent'));
});
