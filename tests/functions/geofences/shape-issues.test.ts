import fc from 'fast-check';
import { shapeIssues } from '../../../functions/geofences/shape-issues.ts';
import type { GeoPoint } from '../../../functions/places/contract.ts';

const points = (...pairs: readonly (readonly [number, number])[]): GeoPoint[] =>
  pairs.map(([lon, lat]) => ({ lat, lon }));
const square = (lon: number, lat: number, side: number) =>
  points([lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side]);
const pathsOf = (...rings: GeoPoint[][]) => shapeIssues({ type: 'polygon', rings }).map(({ path }) => path.join('.'));

describe('a polygon', () => {
  it('may be drawn either way round, with holes beside each other', () => {
    const [outline, one, other] = [square(0, 0, 10), square(1, 1, 2), square(5, 5, 2)];
    expect(pathsOf(outline, one, other)).toEqual([]);
    expect(pathsOf(outline.toReversed(), one, other.toReversed())).toEqual([]);
  });
  it('may span the 180th meridian', () => {
    const ring = points([179, -17], [-179, -17], [-179, -15], [179, -15]);
    expect(pathsOf(ring, points([179.5, -16.5], [-179.5, -16.5], [-179.5, -16]))).toEqual([]);
    expect(pathsOf(points([179, -17], [-179, -15], [-179, -17], [179, -15]))).toEqual(['rings.0.2']);
  });
  it('may touch itself, and a hole its outline', () => {
    expect(pathsOf(points([0, 0], [2, 2], [0, 4], [4, 4], [2, 2], [4, 0]))).toEqual([]);
    expect(pathsOf(square(0, 0, 4), points([0, 2], [1, 1], [1, 3]))).toEqual([]);
  });
  it.each<[string, GeoPoint[][], string]>([
    ['a crossing', [points([0, 0], [2, 2], [2, 0], [0, 2])], 'rings.0.2'],
    ['a corner twice', [points([0, 0], [2, 0], [2, 0], [2, 2])], 'rings.0.2'],
    ['a last corner that repeats the first', [[...square(0, 0, 2), ...points([0, 0])]], 'rings.0.4'],
    ['corners in one line', [points([0, 0], [1, 1], [2, 2])], 'rings.0'],
    ['a way round the pole', [points([0, 80], [120, 80], [-120, 80])], 'rings.0'],
    ['a hole outside', [square(0, 0, 2), square(5, 5, 1)], 'rings.1'],
    ['a hole across the outline', [square(0, 0, 4), square(3, 1, 2)], 'rings.1.0'],
    ['a hole in a hole', [square(0, 0, 9), square(1, 1, 6), square(2, 2, 2)], 'rings.2'],
    ['a hole around the outline', [square(2, 2, 2), square(0, 0, 9)], 'rings.1'],
  ])('is not one with %s', (_, rings, path) => expect(pathsOf(...rings)).toEqual([path]));

  it('has so many corners that one can look at all of them', () => {
    const ring = (turn: number) =>
      Array.from({ length: 4_000 }, (_, index) => {
        const angle = (index / 2_000) * Math.PI;
        return { lat: turn * Math.sin(angle), lon: turn * Math.cos(angle) };
      });
    expect(pathsOf(ring(40))).toEqual([]);
    expect(pathsOf(ring(40), ring(20))).toEqual([]);
    expect(pathsOf(ring(40), ring(20), ring(10))).toEqual(['rings']);
  });

  it('is one whatever its corners are, as long as they lie around its middle in order', () => {
    const distances = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 5, maxLength: 60 });
    const anywhere = fc.record({ lat: fc.integer({ min: -80, max: 80 }), lon: fc.integer({ min: -180, max: 180 }) });
    const turned = (lon: number) => (lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);
    fc.assert(
      fc.property(distances, anywhere, (all, middle) => {
        const ring = all.map((distance, index) => {
          const angle = (2 * Math.PI * index) / all.length;
          return {
            lat: middle.lat + distance * Math.sin(angle),
            lon: turned(middle.lon + distance * Math.cos(angle)),
          };
        });
        expect(pathsOf(ring)).toEqual([]);
        expect(pathsOf(ring.toReversed())).toEqual([]);
      }),
    );
  });
});

describe('the other shapes', () => {
  const rectangle = (south: number, west: number, north: number, east: number) =>
    shapeIssues({
      type: 'rectangle',
      southWest: { lat: south, lon: west },
      northEast: { lat: north, lon: east },
    }).map(({ path }) => path.join('.'));

  it('are a rectangle that has something in it', () => {
    expect(rectangle(0, 0, 1, 1)).toEqual([]);
    expect(rectangle(-1, 179, 1, -179)).toEqual([]);
    expect(rectangle(1, 0, 1, 0)).toEqual(['northEast.lat', 'northEast.lon']);
    expect(rectangle(2, 0, 1, 1)).toEqual(['northEast.lat']);
  });
  it('are a corridor whose points differ', () => {
    const path = points([0, 0], [1, 1], [1, 1]);
    const issues = shapeIssues({ type: 'corridor', path, widthMetres: 50 });
    expect(issues.map((issue) => issue.path.join('.'))).toEqual(['path.2']);
  });
});
