import fc from 'fast-check';
import { boxesAround, distanceOf } from '../../../functions/places/geo.ts';

describe('the distance of two points', () => {
  // Great circles on a sphere of 6,371,008.8 m.
  it.each([
    [{ lat: 0, lon: 0 }, { lat: 0, lon: 1 }, 111_195],
    [{ lat: 49.0069, lon: 8.4037 }, { lat: 52.52, lon: 13.405 }, 525_427],
    [{ lat: 10, lon: 179.5 }, { lat: 10, lon: -179.5 }, 109_506],
    [{ lat: 89.9, lon: 0 }, { lat: 89.9, lon: 180 }, 22_239],
    [{ lat: 5, lon: 5 }, { lat: 5, lon: 5 }, 0],
  ])('of %j and %j is about %d m', (a, b, metres) => {
    expect(Math.abs(distanceOf(a, b) - metres)).toBeLessThan(Math.max(1, metres * 0.001));
    expect(distanceOf(b, a)).toBeCloseTo(distanceOf(a, b), 6);
  });
});

describe('the boxes around a circle', () => {
  const isIn = ({ lat, lon }: { lat: number; lon: number }, boxes: ReturnType<typeof boxesAround>) =>
    boxes.some((box) => lat >= box.lat[0] && lat < box.lat[1] && lon >= box.lon[0] && lon < box.lon[1]);
  const latitude = fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, -89.99, 0, 89.5, 90));
  const longitude = fc.oneof(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.constantFrom(-180, -179.9, 0, 179.9, 180),
  );

  it('have every point of it in them, at the date line and the poles, too', () =>
    fc.assert(
      fc.property(
        fc.record({ lat: latitude, lon: longitude }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        (centre, metres, part, bearing) => {
          const point = destination(centre, metres * part, bearing);
          expect([point, isIn(point, boxesAround(centre, metres))]).toEqual([point, true]);
        },
      ),
      { numRuns: 2_000 },
    ));

  it('have little else in them', () => {
    const [box, ...more] = boxesAround({ lat: 49, lon: 8 }, 1_000);
    expect(more).toEqual([]);
    expect((box?.lat[1] ?? 0) - (box?.lat[0] ?? 0)).toBeCloseTo(0.018, 3);
    expect((box?.lon[1] ?? 0) - (box?.lon[0] ?? 0)).toBeCloseTo(0.0274, 3);
    expect(boxesAround({ lat: 0, lon: 179.999 }, 1_000)).toHaveLength(2);
  });
});

/** Where one comes to from a point, in seven digits as positions are kept. */
const destination = ({ lat, lon }: { lat: number; lon: number }, metres: number, bearing: number) => {
  const [p, l, d] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180, metres / 6_371_008.8];
  const p2 = Math.asin(
    Math.min(1, Math.max(-1, Math.sin(p) * Math.cos(d) + Math.cos(p) * Math.sin(d) * Math.cos(bearing))),
  );
  const l2 = l + Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(p), Math.cos(d) - Math.sin(p) * Math.sin(p2));
  const east = ((((l2 * 180) / Math.PI + 540) % 360) + 360) % 360;
  return { lat: Math.round(((p2 * 180) / Math.PI) * 1e7) / 1e7, lon: Math.round((east - 180) * 1e7) / 1e7 };
};
