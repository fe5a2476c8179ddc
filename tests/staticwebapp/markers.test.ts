import { groupPoints } from '../../staticwebapp/src/features/fleet-map/clusters.ts';
import { glideTo, isGliding, poseAt, standing } from '../../staticwebapp/src/features/fleet-map/glide.ts';
import { nextMarkers } from '../../staticwebapp/src/features/fleet-map/markers.ts';
import { toLngLat, toMercator, toScreen } from '../../staticwebapp/src/features/fleet-map/mercator.ts';
import { arrange, frameOf, hitTest } from '../../staticwebapp/src/features/fleet-map/vehicle-scene.ts';
import type { FleetVehicle } from '../../staticwebapp/src/lib/fleet/fleet.ts';

const item = (id: string, lat: number, lon: number, second = 0, heading = 0): FleetVehicle => ({
  vehicle: {
    id,
    name: `Van ${id}`,
    kind: 'van',
    tags: [],
    customFields: {},
    meters: { version: 0 },
    status: 'active',
    registeredAt: '2026-01-01T00:00:00Z',
    version: 1,
  },
  position: {
    vehicleId: id,
    at: new Date(second * 1000).toISOString(),
    receivedAt: '2026-11-22T12:00:00Z',
    lat,
    lon,
    speed: 10,
    heading,
  },
  status: 'moving',
});

describe('the projection', () => {
  test('goes there and back', () => {
    const { lng, lat } = toLngLat(toMercator(4.89, 52.37));
    expect(lng).toBeCloseTo(4.89, 9);
    expect(lat).toBeCloseTo(52.37, 9);
    expect(toMercator(0, 0)).toEqual({ x: 0.5, y: 0.5 });
  });

  test('draws the copy of the world that is nearest, across the date line', () => {
    const viewport = { center: toMercator(179, 0), worldSize: 3_600, width: 400, height: 200 };
    expect(toScreen(toMercator(-179, 0), viewport).x).toBeCloseTo(220, 6);
  });
});

describe('a gliding marker', () => {
  const from = standing({ ...toMercator(5, 52), heading: 350 }, 0);
  const glide = glideTo(from, { ...toMercator(5.001, 52), heading: 10 }, 2_000, 1_000);

  test('moves evenly and takes as long as the vehicle did', () => {
    expect(poseAt(glide, 1_000).x).toBe(from.to.x);
    expect(poseAt(glide, 2_000).x).toBeCloseTo((from.to.x + glide.to.x) / 2, 12);
    expect(poseAt(glide, 3_000)).toEqual(glide.to);
    expect([isGliding(glide, 2_999), isGliding(glide, 3_000)]).toEqual([true, false]);
  });

  test('turns the short way round', () => {
    expect(poseAt(glide, 1_250).heading).toBeCloseTo(0, 6);
    expect(poseAt(glide, 1_600).heading).toBeCloseTo(10, 6);
  });

  test('goes on from where it is when the next fix comes early', () => {
    const onward = glideTo(glide, { ...toMercator(5.002, 52), heading: 10 }, 1_000, 2_000);
    expect(onward.from.x).toBe(poseAt(glide, 2_000).x);
  });

  test('jumps when the way is unknown: too far, too long ago', () => {
    const far = { ...toMercator(6, 52), heading: 0 };
    expect(isGliding(glideTo(from, far, 2_000, 0), 0)).toBe(false);
    expect(isGliding(glideTo(from, { ...toMercator(5.001, 52), heading: 0 }, 60_000, 0), 0)).toBe(false);
  });
});

describe('the markers', () => {
  test('glide on a new fix, stay the same without one, and jump for who wants no motion', () => {
    const first = nextMarkers(new Map(), [item('a', 52, 5)], 0, false);
    expect(isGliding(first.get('a')?.glide ?? standing({ x: 0, y: 0, heading: 0 }, 0), 0)).toBe(false);

    const moved = [item('a', 52, 5.001, 2)];
    const second = nextMarkers(first, moved, 100, false);
    expect(second.get('a')?.glide.duration).toBe(2_000);
    expect(nextMarkers(second, moved, 200, false).get('a')).toBe(second.get('a'));
    expect(nextMarkers(first, moved, 100, true).get('a')?.glide.duration).toBe(0);
  });

  test('leave with their vehicle, and are none without a position', () => {
    const markers = nextMarkers(new Map(), [item('a', 52, 5)], 0, false);
    expect(nextMarkers(markers, [{ ...item('b', 52, 5), position: undefined }], 0, false).size).toBe(0);
  });
});

describe('grouping', () => {
  test('three near each other are a group, two are not', () => {
    const near = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 0, y: 10 },
    ];
    expect(groupPoints(near, 40)).toEqual({ groups: [[0, 1, 2]], singles: [] });
    expect(groupPoints(near.slice(0, 2), 40)).toEqual({ groups: [], singles: [0, 1] });
  });

  test('loses nobody and counts nobody twice', () => {
    const points = Array.from({ length: 2_000 }, (_, i) => ({ x: (i * 7919) % 1_000, y: (i * 104_729) % 1_000 }));
    const { groups, singles } = groupPoints(points, 40);
    const everyone = [...groups.flat(), ...singles].sort((a, b) => a - b);
    expect(everyone).toEqual(points.map((_, i) => i));
  });

  test('works left of and above the origin too', () => {
    const points = [-3, -1, 2].map((x) => ({ x, y: -5 }));
    expect(groupPoints(points, 40).groups).toEqual([[0, 1, 2]]);
  });
});

describe('the scene', () => {
  const fleet = [item('a', 52, 5), item('b', 52.001, 5), item('c', 52, 5.001), item('far', 40, -3)];
  const markers = nextMarkers(new Map(), fleet, 0, false);
  const viewport = { center: toMercator(5, 52), worldSize: 512 * 2 ** 6, width: 800, height: 600 };

  test('zoomed out shows a group, and leaves out what is not on the screen', () => {
    const frame = frameOf(arrange(markers, 6, undefined, 0), viewport, 0);
    expect(frame.groups.map(({ shares }) => shares)).toEqual([{ moving: 3, stopped: 0, offline: 0 }]);
    expect(frame.singles).toEqual([]);
  });

  test('the selected vehicle never disappears into a group', () => {
    const { singles, groups } = arrange(markers, 6, 'b', 0);
    expect(singles.map(({ id }) => id)).toContain('b');
    expect(groups.flat().map(({ id }) => id)).not.toContain('b');
  });

  test('zoomed in everybody stands alone', () => {
    expect(arrange(markers, 12, undefined, 0).groups).toEqual([]);
  });

  test('a click finds the nearest vehicle within reach, or the group', () => {
    const close = { ...viewport, worldSize: 512 * 2 ** 14 };
    const alone = frameOf(arrange(markers, 14, undefined, 0), close, 0);
    expect(hitTest(alone, 405, 303)).toMatchObject({ vehicle: { id: 'a' } });
    expect(hitTest(alone, 40, 40)).toBeUndefined();
    const together = frameOf(arrange(markers, 6, undefined, 0), viewport, 0);
    expect(hitTest(together, 400, 300)).toMatchObject({ group: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
  });
});
