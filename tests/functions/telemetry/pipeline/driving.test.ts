import fc from 'fast-check';
import type { Attributes } from '../../../../functions/telemetry/contract.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import {
  type DrivingMemory,
  type DrivingScene,
  drivingOf,
  drivingStart,
  judgeDriving,
} from '../../../../functions/telemetry/pipeline/driving.ts';
import { legOf } from '../../../../functions/telemetry/pipeline/leg.ts';

const BEGAN = Date.UTC(2026, 2, 2, 8);

interface Moment {
  /** Seconds since the trip began. */
  readonly t: number;
  readonly speed?: number;
  readonly heading?: number;
  readonly accuracy?: number;
  readonly attributes?: Attributes;
}

const fixOf = ({ t, ...rest }: Moment): ReceivedFix => {
  const at = BEGAN + t * 1000;
  return { at, receivedAt: at, lat: 49, lon: 8.4 + t * 1e-4, ...rest };
};

const DRIVING: DrivingScene = { isDriving: true };
const LIMITED: DrivingScene = { isDriving: true, limit: { speed: 13.9, fenceId: 'geo_school' } };

const drive = (moments: readonly Moment[], scene: DrivingScene | ((t: number) => DrivingScene) = DRIVING) => {
  let memory = drivingStart;
  let from: ReceivedFix | undefined;
  for (const moment of moments) {
    const fix = fixOf(moment);
    memory = judgeDriving(memory, legOf(from, fix), typeof scene === 'function' ? scene(moment.t) : scene);
    from = fix;
  }
  return memory;
};
const driven = (...about: Parameters<typeof drive>) => drivingOf(drive(...about));

/** A speed for each second, or every so many. */
const speeds = (values: readonly number[], every = 1): Moment[] =>
  values.map((speed, index) => ({ t: index * every, speed, heading: 90 }));

const QUIET = { harshBrakes: 0, harshAccelerations: 0, harshCorners: 0, speedingSeconds: 0, speedingMetres: 0 };

describe('harsh driving', () => {
  it('finds nothing in a quiet trip, and keeps nothing', () => {
    const memory = drive(speeds([0, 2, 4, 6, 8, 10, 10, 10, 8, 6, 4, 2, 0]));
    expect(memory).toBe(drivingStart);
    expect(drivingOf(memory)).toEqual({ ...QUIET, incidents: [] });
  });

  it('finds a brake by the speeds of fixes a second apart, once, with its peak and how long it took', () => {
    const { incidents, ...counts } = driven(speeds([20, 20, 16, 11, 7, 6, 6]));
    expect(counts).toEqual({ ...QUIET, harshBrakes: 1 });
    expect(incidents).toEqual([
      expect.objectContaining({ kind: 'harsh-brake', at: BEGAN + 1000, peak: 5, seconds: 3 }),
    ]);
  });

  it('finds an acceleration', () => {
    expect(driven(speeds([0, 4, 8, 12, 12]))).toMatchObject({ harshAccelerations: 1, harshBrakes: 0 });
  });

  it('tells two brakes apart that are not one manoeuvre', () => {
    const twice = [20, 15, 15, 15, 15, 15, 15, 15, 10, 10];
    expect(driven(speeds(twice)).harshBrakes).toBe(2);
  });

  it('finds a corner by speed and heading', () => {
    const corner = [0, 0, 25, 50, 75, 90, 90].map((heading, t) => ({ t, speed: 12, heading }));
    const { harshCorners, incidents } = driven(corner);
    expect(harshCorners).toBe(1);
    expect(incidents[0]?.peak).toBeCloseTo((12 * 25 * Math.PI) / 180, 1);
  });

  it('takes a turn through north for what it is', () => {
    const bend = [350, 355, 0, 5, 10].map((heading, t) => ({ t, speed: 12, heading }));
    expect(driven(bend)).toEqual({ ...QUIET, incidents: [] });
  });

  it.each([
    ['fixes too far apart', speeds([30, 5], 10)],
    ['more than tyres can hold', speeds([30, 5])],
    ['two fixes at almost one moment', speeds([20, 19], 0.2)],
    ['a poor position', speeds([20, 15]).map((moment) => ({ ...moment, accuracy: 80 }))],
    ['a turn on the spot', [0, 170].map((heading, t) => ({ t, speed: 2, heading }))],
    ['a turn between fixes too far apart', [0, 120].map((heading, t) => ({ t: t * 5, speed: 15, heading }))],
    ['no speeds of the device', [{ t: 0 }, { t: 1 }, { t: 2 }]],
    ['a pothole', speeds([10, 10]).map((one) => ({ ...one, attributes: { accelerationX: -9, accelerationY: 8 } }))],
  ])('says nothing of %s', (_, moments) => expect(driven(moments)).toEqual({ ...QUIET, incidents: [] }));

  it("takes the device's own word, however rarely it reports", () => {
    const told = (event: string, t: number) => ({ t, speed: 10, attributes: { event } });
    const trip = [told('harsh-brake', 0), told('harsh-corner', 60), told('harsh-acceleration', 120), told('sos', 180)];
    const { incidents, ...counts } = driven(trip);
    expect(counts).toEqual({ ...QUIET, harshBrakes: 1, harshAccelerations: 1, harshCorners: 1 });
    expect(incidents.map(({ peak, seconds }) => [peak, seconds])).toEqual([
      [3.5, 0],
      [4, 0],
      [3, 0],
    ]);
  });

  it('counts once what the device says and its speeds show', () => {
    const [a, b, c, d] = speeds([20, 16, 12, 12]);
    const trip = [a, b, c, d && { ...d, attributes: { event: 'harsh-brake' } }].filter((one) => one !== undefined);
    expect(driven(trip).harshBrakes).toBe(1);
  });

  it('believes the accelerometer about the peak', () => {
    const trip = speeds([20, 17, 14]).map((moment) => ({ ...moment, attributes: { accelerationX: -5.5 } }));
    expect(driven(trip).incidents).toEqual([expect.objectContaining({ kind: 'harsh-brake', peak: 5.5 })]);
  });

  it('says nothing while nobody drives', () => {
    expect(driven(speeds([20, 15, 10]), { isDriving: false }).harshBrakes).toBe(0);
  });
});

describe('speeding', () => {
  it('is above the limit, by more than the tolerance, for long enough', () => {
    const { incidents, ...counts } = driven(speeds([13, 16, 17, 18, 16, 13, 13], 5), LIMITED);
    expect(counts).toMatchObject({ speedingSeconds: 15 });
    expect(counts.speedingMetres).toBeGreaterThan(100);
    expect(incidents).toEqual([
      expect.objectContaining({
        ...{ kind: 'speeding', at: BEGAN + 5_000, peak: 18, seconds: 15 },
        ...{ limit: 13.9, fenceId: 'geo_school' },
      }),
    ]);
  });

  it.each([
    ['within the tolerance', speeds([15, 15, 15, 15, 15], 5)],
    ['for a moment', speeds([13, 16, 16, 13], 4)],
    ['at one fix only', speeds([13, 20, 13], 30)],
    ['at two fixes with hours between', speeds([20, 20], 3_600)],
  ])('is not what is %s', (_, moments) =>
    expect(driven(moments, LIMITED)).toMatchObject({ speedingSeconds: 0, speedingMetres: 0, incidents: [] }),
  );

  it('is one stretch when the speed is about the edge of the tolerance', () => {
    const edge = [16, 15, 16, 15, 16, 15, 16, 15, 13];
    expect(driven(speeds(edge, 4), LIMITED).incidents).toHaveLength(1);
  });

  it('ends with the geofence, and begins anew in the next', () => {
    const scene = (t: number): DrivingScene => ({
      isDriving: true,
      limit: t < 30 ? { speed: 13.9, fenceId: 'a' } : { speed: 8.3, fenceId: 'b' },
    });
    const { incidents, speedingSeconds } = driven(speeds(Array(12).fill(18), 5), scene);
    expect(incidents.map(({ fenceId, seconds }) => [fenceId, seconds])).toEqual([
      ['a', 25],
      ['b', 25],
    ]);
    expect(speedingSeconds).toBe(50);
  });

  it('counts when the trip ends in the middle of it', () => {
    const memory = drive(speeds([18, 18, 18, 18], 5), LIMITED);
    expect(drivingOf(memory)).toMatchObject({ speedingSeconds: 15, incidents: [{ kind: 'speeding' }] });
    expect(drivingOf(judgeDriving(memory, legOf(undefined, fixOf({ t: 99 })), { isDriving: false }))).toEqual(
      drivingOf(memory),
    );
  });
});

const moment = fc.record(
  {
    t: fc.integer({ min: 1, max: 40 }),
    speed: fc.float({ min: 0, max: 60, noNaN: true }),
    heading: fc.float({ min: 0, max: 359, noNaN: true }),
    attributes: fc.record(
      {
        event: fc.constantFrom('harsh-brake', 'harsh-corner', 'toString'),
        accelerationX: fc.integer({ min: -12, max: 12 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['t'] },
);
const trips = fc.array(moment, { maxLength: 200 }).map((legs) => {
  let t = 0;
  return legs.map((leg) => {
    t += leg.t;
    return { ...leg, t };
  });
});

describe('what is remembered of driving', () => {
  it('is the same after it was stored, wherever in the trip', () =>
    fc.assert(
      fc.property(trips, (moments) => {
        let stored: DrivingMemory = drivingStart;
        let from: ReceivedFix | undefined;
        for (const one of moments) {
          const fix = fixOf(one);
          stored = judgeDriving(JSON.parse(JSON.stringify(stored)), legOf(from, fix), LIMITED);
          from = fix;
        }
        expect(stored).toEqual(drive(moments, LIMITED));
      }),
      { numRuns: 100 },
    ));

  it('keeps the strongest incidents of a long bad trip, the oldest first, and counts all', () => {
    const brakes = Array.from({ length: 200 }, (_, index) => [
      { t: index * 60, speed: 20 },
      { t: index * 60 + 1, speed: 16 - (index % 10) / 10 },
    ]).flat();
    const { incidents, harshBrakes } = driven(brakes);
    expect(harshBrakes).toBe(200);
    expect(incidents).toHaveLength(24);
    expect(Math.min(...incidents.map(({ peak }) => peak))).toBeGreaterThanOrEqual(4.8);
    expect(incidents.map(({ at }) => at)).toEqual(incidents.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('is small, whatever was done', () =>
    fc.assert(
      fc.property(trips, (moments) => {
        const { incidents = [], ...rest } = drive(moments, LIMITED);
        expect(JSON.stringify(rest).length).toBeLessThan(300);
        expect(JSON.stringify(incidents).length).toBeLessThan(24 * 100);
      }),
      { numRuns: 50 },
    ));
});
