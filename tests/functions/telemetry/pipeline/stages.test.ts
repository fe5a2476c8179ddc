import fc from 'fast-check';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import type { Course } from '../../../../functions/telemetry/pipeline/trip.ts';
import { type Device, drive } from './drives.ts';
import { type Memories, through } from './through.ts';

type Drive = ReturnType<typeof drive>;

const device = fc.record<
  Required<Pick<Device, 'seed' | 'every' | 'noise' | 'tellsSpeed' | 'tellsAccuracy' | 'tellsIgnition'>>
>({
  seed: fc.integer(),
  every: fc.constantFrom(1, 5, 10, 30, 60, 300),
  noise: fc.integer({ min: 0, max: 8 }),
  tellsSpeed: fc.boolean(),
  tellsAccuracy: fc.boolean(),
  tellsIgnition: fc.boolean(),
});

const legs = fc.oneof(
  fc.tuple(fc.constant('go' as const), fc.integer({ min: 50, max: 4_000 }), fc.integer({ min: 3, max: 20 })),
  fc.tuple(fc.constant('stop' as const), fc.integer({ min: 1, max: 900 }), fc.constant(0)),
  fc.tuple(fc.constant('silent' as const), fc.integer({ min: 1, max: 3_000 }), fc.constantFrom(0, 0, 12)),
  fc.tuple(fc.constantFrom('off' as const, 'start' as const), fc.constant(0), fc.constant(0)),
  fc.tuple(fc.constant('turn' as const), fc.integer({ min: -90, max: 90 }), fc.constant(0)),
);

/** Whatever a vehicle may do in some hours, and whatever its device tells of it. */
const anyDrive: fc.Arbitrary<Drive> = fc
  .tuple(device, fc.array(legs, { minLength: 1, maxLength: 10 }))
  .map(([made, todo]) => {
    const one = drive(made).start();
    for (const [what, much, speed] of todo) {
      if (what === 'start') one.start();
      else if (what === 'off') one.off();
      else if (what === 'turn') one.turn(much);
      else if (what === 'stop') one.stop(much);
      else one[what](much, speed);
    }
    return one;
  });

const RUNS = { numRuns: 30 };
const holds = (claim: (one: Drive) => void) => fc.assert(fc.property(anyDrive, claim), RUNS);

it('an odometer never goes down', () => {
  holds(({ fixes }) => {
    const odometers = [0];
    through(fixes, (memories) => {
      odometers.push(memories.meters.odometer);
      return memories;
    });
    expect(odometers.findIndex((odometer, i) => odometer < (odometers[i - 1] ?? 0))).toBe(-1);
  });
});

it('trips follow one another, and take no longer and go no farther than they say', () => {
  holds(({ fixes }) => {
    const { ended, meters } = through(fixes);
    let from = 0;
    for (const one of ended) {
      expect(one.at).toBeGreaterThanOrEqual(from);
      expect(one.endedAt).toBeGreaterThan(one.at);
      expect(one.movingSeconds + one.idleSeconds).toBeLessThanOrEqual((one.endedAt - one.at) / 1_000 + 0.1);
      expect(one.endOdometer - one.startOdometer).toBeCloseTo(one.metres, 1);
      from = one.endedAt;
    }
    const metres = ended.reduce((sum, one) => sum + one.metres, 0);
    expect(metres).toBeLessThanOrEqual(meters.odometer + 0.1);
  });
});

it('memories are small, and go on after a rest in a document as if nothing had been', () => {
  holds(({ fixes }) => {
    let most = 0;
    const stored = (memories: Memories): Memories => {
      const { ended: _, ...trips } = memories.trips;
      for (const memory of [memories.filter, memories.meters, trips])
        most = Math.max(most, JSON.stringify(memory).length);
      return JSON.parse(JSON.stringify(memories));
    };
    const rested = through(fixes, stored);
    expect(most).toBeLessThanOrEqual(250);
    expect(rested).toStrictEqual(through(fixes));
  });
});

const near = (found: readonly Course[], expected: readonly Course[], seconds: number) => {
  expect(found).toHaveLength(expected.length);
  for (const [i, one] of found.entries()) {
    const other = expected[i];
    expect(Math.abs(one.at - (other?.at ?? 0))).toBeLessThanOrEqual(seconds * 1_000);
    expect(Math.abs(one.endedAt - (other?.endedAt ?? 0))).toBeLessThanOrEqual(seconds * 1_000);
    expect(Math.abs(one.metres - (other?.metres ?? 0))).toBeLessThanOrEqual(50);
  }
};

it('one absurd fix, wherever, changes neither trips nor meters', () => {
  const absurd = fc.constantFrom<Partial<ReceivedFix>>(
    { lat: -30, lon: 100 },
    { lat: 0, lon: 0 },
    { lat: 91 },
    { speed: 390 },
  );
  fc.assert(
    fc.property(anyDrive, absurd, fc.double({ min: 0, max: 1, noNaN: true }), ({ fixes }, wrong, where) => {
      const index = 1 + Math.floor(where * (fixes.length - 2));
      const [before, after] = [fixes[index - 1], fixes[index]];
      if (!before || !after) return;
      const at = Math.floor((before.at + after.at) / 2);
      const with_ = through(fixes.toSpliced(index, 0, { ...after, at, receivedAt: at, ...wrong }));
      const without = through(fixes);
      expect(with_.meters.odometer).toBeCloseTo(without.meters.odometer, 0);
      near(with_.ended, without.ended, 1);
    }),
    RUNS,
  );
});
