import { trackFeatures } from '../../staticwebapp/src/features/fleet-map/track-features.ts';
import type { Position } from '../../staticwebapp/src/lib/fleet/contract.ts';
import {
  distanceBetween,
  extendTrack,
  speedClass,
  stretches,
  summarise,
} from '../../staticwebapp/src/lib/fleet/track.ts';

const START = Date.parse('2026-11-22T10:00:00Z');

/** A fix so many seconds in, so many thousandths of a degree north of the start. */
const fix = (second: number, north: number, kilometresPerHour?: number): Position => ({
  vehicleId: 'a',
  at: new Date(START + second * 1000).toISOString(),
  receivedAt: '2026-11-22T12:00:00Z',
  lat: 52 + north / 1000,
  lon: 5,
  ...(kilometresPerHour !== undefined && { speed: kilometresPerHour / 3.6 }),
});

test('distance is that of the globe', () => {
  expect(distanceBetween({ lat: 52, lon: 5 }, { lat: 53, lon: 5 })).toBeCloseTo(111_195, -1);
  expect(distanceBetween({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(111_195, -1);
});

test('the speed classes meet at their limits', () => {
  expect([0, 29.9, 30.1, 60.1, 90.1, 200].map((speed) => speedClass(speed / 3.6))).toEqual([0, 0, 1, 2, 3, 3]);
});

test('one colour per stretch, each beginning where the last ended', () => {
  const track = [fix(0, 0, 20), fix(10, 1, 20), fix(20, 2, 50), fix(30, 4, 50)];
  expect(stretches(track)).toEqual([
    {
      speedClass: 0,
      path: [
        [5, 52],
        [5, 52.001],
      ],
    },
    {
      speedClass: 1,
      path: [
        [5, 52.001],
        [5, 52.002],
        [5, 52.004],
      ],
    },
  ]);
});

test('a gap of more than five minutes is not joined, one of five is', () => {
  const joined = [fix(0, 0, 50), fix(300, 1, 50)];
  const apart = [fix(0, 0, 50), fix(10, 1, 50), fix(311, 90, 50), fix(320, 91, 50)];
  expect(stretches(joined)).toHaveLength(1);
  expect(stretches(apart).map(({ path }) => path.length)).toEqual([2, 2]);
});

test('a jump to another town is not joined, and sums to nothing', () => {
  const track = [fix(0, 0, 50), fix(10, 1, 50), fix(11, 500, 50), fix(21, 501, 50), fix(22, 2, 50), fix(32, 3, 50)];
  expect(stretches(track).map(({ path }) => path.length)).toEqual([2, 2, 2]);
  expect(summarise(track).distance).toBeCloseTo(333.6, 0);
});

test('speed is taken from the way when the device does not say', () => {
  expect(stretches([fix(0, 0), fix(10, 2)])).toEqual([
    {
      speedClass: 2,
      path: [
        [5, 52],
        [5, 52.002],
      ],
    },
  ]);
});

test('sums what was driven, without gaps and without the drift of a parked receiver', () => {
  const track = [fix(0, 0, 50), fix(10, 1, 50), fix(20, 1.01, 0), fix(30, 1.02, 0), fix(900, 80, 50), fix(910, 81, 72)];
  const { distance, moving, topSpeed } = summarise(track);
  expect(distance).toBeCloseTo(222.4, 0);
  expect(moving).toBe(20);
  expect(topSpeed).toBeCloseTo(20, 5);
});

test('an empty track, and one of a single fix, sum to nothing', () => {
  const nothing = { distance: 0, moving: 0, topSpeed: 0 };
  expect(summarise([])).toEqual(nothing);
  expect(summarise([fix(0, 0, 50)])).toEqual(nothing);
});

test('a live fix goes to the end, an old one nowhere', () => {
  const track = [fix(0, 0), fix(10, 1)];
  expect(extendTrack(track, fix(20, 2))).toHaveLength(3);
  expect(extendTrack(track, fix(10, 1))).toBe(track);
  expect(extendTrack([], fix(5, 0))).toEqual([fix(5, 0)]);
});

test('is drawn as lines with their class, and a point where it begins', () => {
  const { features } = trackFeatures([fix(0, 0, 20), fix(10, 1, 20)]);
  expect(features.map(({ geometry, properties }) => [geometry.type, properties])).toEqual([
    ['LineString', { speedClass: 0 }],
    ['Point', { start: true }],
  ]);
  expect(trackFeatures([fix(0, 0)]).features).toEqual([]);
});
