import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { point, polygon as turfPolygon } from '@turf/helpers';
import fc from 'fast-check';
import type { Shape } from '../../../functions/geofences/contract.ts';
import { compileShape, type FixedShape } from '../../../functions/geofences/shape/compile-shape.ts';
import { contains, type Geometry, isCrossedBy } from '../../../functions/geofences/shape/geometry.ts';
import type { GeoPoint } from '../../../functions/places/contract.ts';
import { METRES_PER_DEGREE, RADIANS } from '../../../shared/kernel/earth.ts';

const at = (lat: number, lon: number): GeoPoint => ({ lat, lon });

const SQUARE = [at(50, 8), at(50, 8.02), at(50.01, 8.02), at(50.01, 8)];
const HOLE = [at(50.004, 8.008), at(50.004, 8.012), at(50.006, 8.012), at(50.006, 8.008)];
const square: FixedShape = { type: 'polygon', rings: [SQUARE] };
const holed: FixedShape = { type: 'polygon', rings: [SQUARE, HOLE] };
const circle: FixedShape = { type: 'circle', center: at(50, 8), radiusMetres: 1_000 };
const corridor: FixedShape = { type: 'corridor', path: [at(50, 8), at(50, 8.1), at(50.05, 8.1)], widthMetres: 100 };
const rectangle: FixedShape = { type: 'rectangle', southWest: at(50, 8), northEast: at(50.01, 8.02) };
const dateLine: FixedShape = { type: 'rectangle', southWest: at(-17, 179.9), northEast: at(-16.9, -179.9) };
const dateLinePolygon: FixedShape = {
  type: 'polygon',
  rings: [[at(-17, 179.9), at(-17, -179.9), at(-16.9, -179.9), at(-16.9, 179.9)]],
};

const EAST = METRES_PER_DEGREE * Math.cos(50 * RADIANS);

describe('how far a spot is from the edge', () => {
  it.each<[string, FixedShape, number, number, number]>([
    ['the middle of a circle', circle, 50, 8, -1_000],
    ['outside of a circle', circle, 50 + 1_500 / METRES_PER_DEGREE, 8, 500],
    ['the middle of a square', square, 50.005, 8.01, -0.005 * METRES_PER_DEGREE],
    ['west of a square', square, 50.005, 7.99, 0.01 * EAST],
    ['off a corner of a square', square, 50 - 300 / METRES_PER_DEGREE, 8 - 400 / EAST, 500],
    ['in a hole', holed, 50.005, 8.01, 0.001 * METRES_PER_DEGREE],
    ['beside a hole', holed, 50.005, 8.008 - 50 / EAST, -50],
    ['in the middle of a corridor', corridor, 50, 8.05, -50],
    ['beside a corridor', corridor, 50 + 80 / METRES_PER_DEGREE, 8.05, 30],
    ['beyond the end of a corridor', corridor, 50, 8 - 75 / EAST, 25],
    ['in a rectangle, near its south', rectangle, 50 + 10 / METRES_PER_DEGREE, 8.01, -10],
    ['off a corner of a rectangle', rectangle, 50.01 + 30 / METRES_PER_DEGREE, 8.02 + 40 / EAST, 50],
    [
      'in a rectangle over the 180th meridian, on this side',
      dateLine,
      -16.95,
      179.95,
      -0.05 * METRES_PER_DEGREE * Math.cos(16.95 * RADIANS),
    ],
    ['and on the other side', dateLine, -16.95, -179.95, -0.05 * METRES_PER_DEGREE * Math.cos(16.95 * RADIANS)],
    ['and on the meridian itself', dateLine, -16.99, 180, -0.01 * METRES_PER_DEGREE],
    ['in a polygon over the 180th meridian', dateLinePolygon, -16.99, -179.99, -0.01 * METRES_PER_DEGREE],
    ['south of it', dateLinePolygon, -17.01, 179.99, 0.01 * METRES_PER_DEGREE],
  ])('%s', (_, shape, lat, lon, metres) => {
    const found = compileShape(shape).metresFrom(lat, lon);
    expect(Math.abs(found - metres)).toBeLessThan(0.5 + Math.abs(metres) / 500);
  });
});

describe('how large a shape is', () => {
  it.each<[string, FixedShape, number]>([
    ['a circle', circle, Math.PI * 1e6],
    ['a square', square, 0.02 * EAST * 0.01 * METRES_PER_DEGREE],
    ['a square with a hole', holed, 0.02 * EAST * 0.01 * METRES_PER_DEGREE * (1 - 0.04)],
    ['a rectangle', rectangle, 0.02 * EAST * 0.01 * METRES_PER_DEGREE],
    ['a corridor', corridor, (0.1 * EAST + 0.05 * METRES_PER_DEGREE) * 100 + Math.PI * 2_500],
  ])('%s', (_, shape, squareMetres) => expect(compileShape(shape).areaSquareMetres / squareMetres).toBeCloseTo(1, 2));

  it.each<[string, FixedShape]>([
    ['rectangle', dateLine],
    ['polygon', dateLinePolygon],
  ])('a %s over the 180th meridian goes the short way round', (_, shape) => {
    const { bounds, areaSquareMetres } = compileShape(shape);
    expect(bounds.west).toBeCloseTo(179.9, 9);
    expect(bounds.east).toBeCloseTo(180.1, 9);
    const squareMetres = 0.2 * 0.1 * METRES_PER_DEGREE ** 2 * Math.cos(16.95 * RADIANS);
    expect(areaSquareMetres / squareMetres).toBeCloseTo(1, 3);
  });

  it('a circle around a pole reaches all the way round', () =>
    expect(compileShape({ type: 'circle', center: at(89.99, 0), radiusMetres: 5_000 }).bounds).toMatchObject({
      west: -180,
      east: 180,
      north: 90,
    }));
});

describe('a way between two spots that are not inside', () => {
  it.each<[string, FixedShape, GeoPoint, GeoPoint, boolean]>([
    ['goes through a circle', circle, at(49.98, 8), at(50.02, 8), true],
    ['goes past a circle', circle, at(49.98, 8.02), at(50.02, 8.02), false],
    ['ends in a circle', circle, at(49.98, 8), at(50, 8), false],
    ['goes through a square', square, at(50.005, 7.99), at(50.005, 8.03), true],
    ['cuts a corner of a square', square, at(49.999, 8.001), at(50.003, 7.998), true],
    ['goes past a corner of a square', square, at(49.998, 8.001), at(50.001, 7.998), false],
    ['goes from a hole to the outside', holed, at(50.005, 8.01), at(50.005, 8.03), true],
    ['goes from one end of a hole to the other', holed, at(50.005, 8.009), at(50.005, 8.011), false],
    ['goes across a corridor', corridor, at(49.99, 8.05), at(50.01, 8.05), true],
    ['goes past the end of a corridor', corridor, at(49.99, 7.998), at(50.01, 7.998), false],
    ['goes along beside a corridor', corridor, at(50.001, 8.01), at(50.001, 8.04), false],
    ['goes through a rectangle', rectangle, at(49.99, 8.01), at(50.02, 8.01), true],
    ['goes past a rectangle', rectangle, at(49.99, 8.03), at(50.02, 8.03), false],
    ['goes over the 180th meridian', dateLine, at(-16.95, 179.85), at(-16.95, -179.85), true],
    ['goes over the 180th meridian, through a polygon', dateLinePolygon, at(-16.95, 179.85), at(-16.95, -179.85), true],
    ['goes over it farther south', dateLinePolygon, at(-17.1, 179.85), at(-17.1, -179.85), false],
  ])('%s', (_, shape, from, to, crosses) => {
    const geometry = compileShape(shape);
    expect(isCrossedBy(geometry, from.lat, from.lon, to.lat, to.lon)).toBe(crosses);
    expect(isCrossedBy(geometry, to.lat, to.lon, from.lat, from.lon)).toBe(crosses);
  });
});

/** A star: any number of corners around a middle, so that the outline does not cross itself. */
const star = (most: number) =>
  fc
    .record({
      lat: fc.double({ min: -70, max: 70, noNaN: true }),
      lon: fc.double({ min: -170, max: 170, noNaN: true }),
      radii: fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 5, maxLength: most }),
      size: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
    })
    .map(({ lat, lon, radii, size }) => {
      const ring = (scale: number) =>
        radii.map((radius, index) => {
          const angle = (2 * Math.PI * index) / radii.length;
          return at(lat + scale * size * radius * Math.sin(angle), lon + scale * size * radius * Math.cos(angle));
        });
      return { lat, lon, size, rings: [ring(1), ring(0.4)] };
    });

const aside = fc.tuple(
  fc.double({ min: -1.2, max: 1.2, noNaN: true }),
  fc.double({ min: -1.2, max: 1.2, noNaN: true }),
);

const closed = (ring: readonly GeoPoint[]) => [...ring, ...ring.slice(0, 1)].map(({ lat, lon }) => [lon, lat]);

it.each([12, 300])(
  'a polygon of up to %i corners contains what turf says, and the sign of the distance says the same',
  (most) => {
    fc.assert(
      fc.property(
        star(most),
        fc.array(aside, { minLength: 20, maxLength: 20 }),
        ({ lat, lon, size, rings }, asides) => {
          const geometry = compileShape({ type: 'polygon', rings });
          const oracle = turfPolygon(rings.map(closed));
          for (const [north, east] of asides) {
            const spot = at(lat + size * north, lon + size * east);
            const metres = geometry.metresFrom(spot.lat, spot.lon);
            expect(metres < 0).toBe(booleanPointInPolygon(point([spot.lon, spot.lat]), oracle));
            expect(contains(geometry, spot.lat, spot.lon)).toBe(metres <= 0);
          }
        },
      ),
      { numRuns: 60 },
    );
  },
);

/** Every edge by itself, with no boxes. */
const slowMetresFrom = (rings: readonly (readonly GeoPoint[])[], spot: GeoPoint): number => {
  const scale = Math.cos(spot.lat * RADIANS);
  const squares = rings.flatMap((ring) =>
    ring.map((a, index) => {
      const b = ring[(index + 1) % ring.length] ?? a;
      const [ax, ay] = [(a.lon - spot.lon) * scale, a.lat - spot.lat];
      const [x, y] = [(b.lon - a.lon) * scale, b.lat - a.lat];
      const along = Math.min(1, Math.max(0, -(ax * x + ay * y) / (x * x + y * y)));
      return (ax + along * x) ** 2 + (ay + along * y) ** 2;
    }),
  );
  return Math.sqrt(Math.min(...squares)) * METRES_PER_DEGREE;
};

it('the distance to a large polygon is that to its nearest edge', () => {
  fc.assert(
    fc.property(star(200), aside, ({ lat, lon, size, rings }, [north, east]) => {
      const spot = at(lat + size * north, lon + size * east);
      const metres = Math.abs(compileShape({ type: 'polygon', rings }).metresFrom(spot.lat, spot.lon));
      expect(metres).toBeCloseTo(slowMetresFrom(rings, spot), 4);
    }),
    { numRuns: 100 },
  );
});

const shapes = fc.oneof(
  star(40).map(({ rings, ...rest }) => ({ ...rest, shape: { type: 'polygon', rings } satisfies Shape })),
  star(40).map(({ rings, ...rest }) => ({
    ...rest,
    shape: { type: 'corridor', path: [...(rings[0] ?? [])], widthMetres: 200 } satisfies Shape,
  })),
  star(5).map(({ rings: _, ...rest }) => ({
    ...rest,
    shape: {
      type: 'circle',
      center: at(rest.lat, rest.lon),
      radiusMetres: Math.ceil(rest.size * 50_000),
    } satisfies Shape,
  })),
  star(5).map(({ rings: _, ...rest }) => ({
    ...rest,
    shape: {
      type: 'rectangle',
      southWest: at(rest.lat - rest.size / 2, rest.lon - rest.size / 2),
      northEast: at(rest.lat + rest.size / 2, rest.lon + rest.size / 2),
    } satisfies Shape,
  })),
);

const samplesInside = (geometry: Geometry, from: GeoPoint, to: GeoPoint, slack: number) =>
  Array.from({ length: 101 }, (_, step) => step / 100).some(
    (part) =>
      geometry.metresFrom(from.lat + part * (to.lat - from.lat), from.lon + part * (to.lon - from.lon)) < -slack,
  );

it('a way meets a shape where it says so, and whenever some spot of it is well inside', () => {
  fc.assert(
    fc.property(shapes, aside, aside, ({ shape, lat, lon, size }, a, b) => {
      const geometry = compileShape(shape);
      // Ways are a few kilometres long; so are these.
      const reach = Math.min(size, 0.03);
      const from = at(lat + size * a[0], lon + size * a[1]);
      const to = at(from.lat + reach * b[0], from.lon + reach * b[1]);
      const fraction = geometry.meetsAt(from.lat, from.lon, to.lat, to.lon);
      const slack = 5;
      if (fraction < 0) expect(samplesInside(geometry, from, to, slack)).toBe(false);
      else {
        const [north, east] = [from.lat + fraction * (to.lat - from.lat), from.lon + fraction * (to.lon - from.lon)];
        expect(geometry.metresFrom(north, east)).toBeLessThan(slack);
      }
    }),
    { numRuns: 400 },
  );
});

it('what is inside lies within the bounds', () => {
  fc.assert(
    fc.property(shapes, aside, ({ shape, lat, lon, size }, [north, east]) => {
      const geometry = compileShape(shape);
      const spot = at(lat + size * north, lon + size * east);
      if (!contains(geometry, spot.lat, spot.lon)) return;
      const { south, west, north: top, east: right } = geometry.bounds;
      expect(spot.lat).toBeGreaterThanOrEqual(south - 1e-9);
      expect(spot.lat).toBeLessThanOrEqual(top + 1e-9);
      expect([spot.lon, spot.lon + 360].some((x) => x >= west - 1e-9 && x <= right + 1e-9)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
