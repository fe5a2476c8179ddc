import fc from 'fast-check';
import { withMotion } from '../../replay/motion.ts';
import type { Recording } from '../../replay/recording.ts';
import { type Device, layOut, momentsFrom } from '../../replay/timeline.ts';

const START = Date.UTC(2026, 2, 1, 12);
const recording = (file: string, tracks: Record<string, readonly number[]>): Recording => ({
  file,
  flaws: [],
  derived: 0,
  tracks: Object.entries(tracks).map(([vehicle, seconds]) => ({
    vehicle,
    points: seconds.map((second) => ({ at: 1_000_000_000_000 + second * 1000, lat: 50, lon: 6 })),
  })),
});
const devices = (...names: string[]) => new Map<string, Device>(names.map((name) => [name, { key: name }]));

describe('the timeline', () => {
  test('keeps the vehicles of one recording on one clock', () => {
    const { lanes, length } = layOut([recording('a', { x: [100, 110], y: [105, 130] })], devices('x', 'y'));
    expect(lanes.map((cues) => cues.map(({ offset }) => offset))).toEqual([
      [0, 10_000],
      [5_000, 30_000],
    ]);
    expect(length).toBe(30_000);
  });

  test('plays recordings of different days side by side', () => {
    const { lanes } = layOut(
      [recording('a', { x: [0, 10] }), recording('b', { y: [90_000, 90_020] })],
      devices('x', 'y'),
    );
    expect(lanes.map((cues) => cues.map(({ offset }) => offset))).toEqual([
      [0, 10_000],
      [0, 20_000],
    ]);
  });

  test('plays recordings for one device one after the other, in the order they were made', () => {
    const shared = { key: 'the one' };
    const both = new Map([
      ['x', shared],
      ['y', shared],
    ]);
    const { lanes } = layOut([recording('b', { y: [90_000, 90_020] }), recording('a', { x: [0, 10] })], both);
    expect(lanes.map((cues) => cues.map(({ offset }) => offset))).toEqual([[0, 10_000, 70_000, 90_000]]);
  });

  test('leaves out vehicles without a device, and starts with the first that plays', () => {
    const { lanes } = layOut([recording('a', { x: [0, 10], y: [5, 30] })], devices('y'));
    expect(lanes.map((cues) => cues.map(({ offset }) => offset))).toEqual([[0, 25_000]]);
  });
});

describe('the stamps', () => {
  const cases = fc.record({
    seconds: fc.uniqueArray(fc.nat(100_000), { minLength: 1, maxLength: 20 }).map((list) => list.sort((a, b) => a - b)),
    speed: fc.oneof(fc.constantFrom(0, 0.5, 1, 60), fc.double({ min: 0.01, max: 1000, noNaN: true })),
    millis: fc.nat(999),
  });
  const momentsOf = ({ seconds, speed, millis }: { seconds: number[]; speed: number; millis: number }) => {
    const { lanes, length } = layOut([recording('a', { x: seconds })], devices('x'));
    const momentOf = momentsFrom(START + millis, length, { speed, from: 'now' });
    return lanes.flat().map((cue) => ({ ...momentOf(cue), at: cue.point.at }));
  };

  test('never lie in the future when the fix is sent', () => {
    fc.assert(
      fc.property(cases, (each) => {
        for (const { due, stamp } of momentsOf(each)) expect(stamp).toBeLessThanOrEqual(due + 1e-3);
      }),
    );
  });

  test('are spaced as recorded', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const [first, ...rest] = momentsOf(each);
        for (const { stamp, at } of rest) expect(stamp - (first?.stamp ?? 0)).toBe(at - (first?.at ?? 0));
      }),
    );
  });

  test('end now when played faster, and begin now when not', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const moments = momentsOf(each);
        const [first, last] = [moments[0], moments.at(-1)];
        const near = each.speed === 0 || each.speed > 1 ? last : first;
        expect((near?.due ?? 0) - (near?.stamp ?? 0)).toBeLessThanOrEqual(1000);
      }),
    );
  });

  test('stay as recorded when asked to', () => {
    const { lanes, length } = layOut([recording('a', { x: [0, 60] })], devices('x'));
    const momentOf = momentsFrom(START, length, { speed: 60, from: 'recorded' });
    expect(lanes.flat().map(momentOf)).toEqual([
      { due: START, stamp: 1_000_000_000_000 },
      { due: START + 1000, stamp: 1_000_000_060_000 },
    ]);
  });
});

describe('motion', () => {
  const north = (seconds: number, metres: number, more = {}) => ({
    at: seconds * 1000,
    lat: 50 + metres / 111_195,
    lon: 6,
    ...more,
  });

  test('is worked out from the fix before, and left out of the first', () => {
    const { points, derived } = withMotion([north(1, 0), north(11, 150)]);
    expect(points[0]).toEqual(north(1, 0));
    expect(points[1]).toMatchObject({ speed: expect.closeTo(15, 2), heading: expect.closeTo(0, 3) });
    expect(derived).toBe(1);
  });

  test('leaves alone what was recorded', () => {
    const recorded = north(11, 150, { speed: 3, heading: 90 });
    expect(withMotion([north(1, 0), recorded])).toEqual({ points: [north(1, 0), recorded], derived: 0 });
  });

  test('tells no heading while standing, and nothing after a pause or a jump', () => {
    expect(withMotion([north(1, 0), north(2, 2)]).points[1]).not.toHaveProperty('heading');
    expect(withMotion([north(1, 0), north(200, 900)]).points[1]).toEqual(north(200, 900));
    expect(withMotion([north(1, 0), north(2, 900)]).points[1]).toEqual(north(2, 900));
  });
});
