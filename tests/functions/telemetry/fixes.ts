import fc from 'fast-check';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { defined } from '../../../shared/kernel/objects.ts';

export const NOON = Date.parse('2026-03-02T12:00:00.000Z');

/** A fix of so many seconds after noon. */
export const fixAt = (second: number, more: Partial<ReceivedFix> = {}): ReceivedFix => ({
  at: NOON + second * 1_000,
  receivedAt: NOON + 3_600_000,
  lat: 49,
  lon: 8,
  ...more,
});

/** Zero as JSON knows it: without a sign. */
const scaled = (min: number, max: number, factor: number) =>
  fc.integer({ min: min * factor, max: max * factor }).map((value) => value / factor || 0);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** Whatever fix the protocols let through, rounded as they round. */
export const anyFix = (at: fc.Arbitrary<number>): fc.Arbitrary<ReceivedFix> =>
  fc
    .record({
      at,
      lag: fc.integer({ min: -300_000, max: 10 * 86_400_000 }),
      lat: scaled(-90, 90, 1e7),
      lon: scaled(-180, 180, 1e7),
      speed: maybe(scaled(0, 400, 1000)),
      heading: maybe(scaled(0, 359, 100)),
      accuracy: maybe(scaled(0, 1_000_000, 100)),
      altitude: maybe(scaled(-1_000, 50_000, 100)),
      attributes: maybe(
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 8 }),
          fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean()),
          { minKeys: 1, maxKeys: 3, noNullPrototype: true },
        ),
      ),
    })
    .map(({ lag, ...fix }) => defined({ ...fix, receivedAt: fix.at + lag }));
