import fc from 'fast-check';
import type { Geofence, Shape } from '../../../functions/geofences/contract.ts';
import { sketchesOf } from '../../../functions/geofences/geojson/from-feature.ts';
import { cutAtSeam, joinedAtSeam, type Polygon } from '../../../functions/geofences/geojson/seam.ts';
import { featureOf } from '../../../functions/geofences/geojson/to-feature.ts';
import { doubleArea } from '../../../functions/geofences/ring.ts';

type Pair = readonly [lon: number, lat: number];

const at = (lat: number, lon: number) => ({ lat, lon });
const feature = (type: string, coordinates: unknown, properties: object = {}) => ({
  type: 'Feature',
  geometry: { type, coordinates },
  properties: { name: 'Yard', ...properties },
});
const SQUARE = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];
const HOLE = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 1],
  [1, 1],
];

const shapesIn = (value: unknown): readonly Shape[] => {
  const read = sketchesOf(value);
  if ('issues' in read) throw new Error(JSON.stringify(read.issues));
  return read.sketches.map(({ shape }) => shape);
};
const issuesIn = (value: unknown) => {
  const read = sketchesOf(value);
  return 'issues' in read ? read.issues.map(({ path }) => path.join('.')) : [];
};
const card = (shape: Shape): Geofence => ({
  ...{ id: 'gfn_1', name: 'Yard', tags: [], rules: {}, shape, status: 'active', version: 1 },
  createdAt: '2026-03-02T08:00:00.000Z',
});
const again = (shape: Shape): readonly Shape[] => shapesIn(featureOf(card(shape)));

describe('a feature', () => {
  it('of any kind becomes a shape', () => {
    expect(shapesIn(feature('Point', [8.4, 49, 120], { radius: 200 }))).toEqual([
      { type: 'circle', center: at(49, 8.4), radiusMetres: 200 },
    ]);
    expect(
      shapesIn(
        feature(
          'LineString',
          [
            [8, 49],
            [8, 49],
            [9, 50],
          ],
          { width: '80' },
        ),
      ),
    ).toEqual([{ type: 'corridor', path: [at(49, 8), at(50, 9)], widthMetres: 80 }]);
    expect(shapesIn(feature('Polygon', [SQUARE, HOLE]))).toEqual([
      {
        type: 'polygon',
        rings: [
          [at(0, 0), at(0, 4), at(4, 4), at(4, 0)],
          [at(1, 1), at(2, 1), at(2, 2), at(1, 2)],
        ],
      },
    ]);
    expect(
      shapesIn({ ...feature('', []), geometry: null, properties: { name: 'X', vehicleId: 'veh_1', radius: 50 } }),
    ).toEqual([{ type: 'around-vehicle', vehicleId: 'veh_1', radiusMetres: 50 }]);
  });
  it('may count longitudes on beyond the meridian', () =>
    expect(
      shapesIn(
        feature(
          'LineString',
          [
            [179, 0],
            [181, 0],
          ],
          { width: 50 },
        ),
      ),
    ).toEqual([{ type: 'corridor', path: [at(0, 179), at(0, -179)], widthMetres: 50 }]));
  it('of several parts becomes several, but for one that was cut at the meridian', () => {
    const far = SQUARE.map(([lon = 0, lat = 0]) => [lon + 20, lat]);
    const read = sketchesOf({ ...feature('MultiPolygon', [[SQUARE], [far]]), id: 7 });
    expect(read).toMatchObject({
      sketches: [
        { key: '7#1', externalId: '7#1', name: 'Yard (1)' },
        { key: '7#2', name: 'Yard (2)' },
      ],
    });
    const cut = [
      [
        [
          [179, 0],
          [180, 0],
          [180, 2],
          [179, 2],
          [179, 0],
        ],
      ],
      [
        [
          [-180, 0],
          [-179, 0],
          [-179, 2],
          [-180, 2],
          [-180, 0],
        ],
      ],
    ];
    const [joined, ...others] = shapesIn(feature('MultiPolygon', cut));
    expect(others).toEqual([]);
    expect(
      joined?.type === 'polygon' && joined.rings.map((ring) => new Set(ring.map((one) => JSON.stringify(one)))),
    ).toEqual([new Set([at(0, 179), at(0, -179), at(2, -179), at(2, 179)].map((one) => JSON.stringify(one)))]);
  });
  it('says what it is called, in numbers too, and says nothing with null', () => {
    const read = sketchesOf({
      ...feature('Point', [8, 49], { name: 12, radius: 50, description: null, tags: ['A b'], externalId: 'x-1' }),
      id: 5,
    });
    expect(read).toMatchObject({
      sketches: [{ key: 'x-1', externalId: 'x-1', name: '12', details: { tags: ['a-b'] } }],
    });
  });
  it.each<[string, unknown, string]>([
    ['nothing', null, ''],
    ['no feature', { ...feature('Point', [8, 49], { radius: 50 }), type: 'Thing' }, 'type'],
    ['no name', feature('Point', [8, 49], { name: '', radius: 50 }), 'properties.name'],
    ['no radius', feature('Point', [8, 49]), 'properties.radius'],
    ['a radius of words', feature('Point', [8, 49], { radius: 'wide' }), 'properties.radius'],
    ['a radius too small', feature('Point', [8, 49], { radius: 1 }), 'properties.radius'],
    [
      'no width',
      feature('LineString', [
        [8, 49],
        [9, 50],
      ]),
      'properties.width',
    ],
    ['latitude and longitude swapped', feature('Point', [8, 149], { radius: 50 }), 'geometry.coordinates.1'],
    ['another geometry', feature('MultiPoint', [[8, 49]]), 'geometry.type'],
    ['no geometry', { ...feature('Point', []), geometry: null }, 'geometry'],
    [
      'a crossing',
      feature('Polygon', [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ],
      ]),
      'geometry.coordinates.0.2',
    ],
    ['a hole outside', feature('Polygon', [HOLE, SQUARE]), 'geometry.coordinates.1'],
    [
      'a flat second part',
      feature('MultiPolygon', [
        [SQUARE],
        [
          [
            [9, 9],
            [8, 8],
            [7, 7],
            [9, 9],
          ],
        ],
      ]),
      'geometry.coordinates.1.0',
    ],
    ['a colour of words', feature('Point', [8, 49], { radius: 50, colour: 'red' }), 'properties.colour'],
  ])('with %s is refused, naming where', (_, value, path) => expect(issuesIn(value)).toEqual([path]));
});

describe('a geofence as a feature', () => {
  it('has its outline against the clock and its holes with it, whichever way they were drawn', () => {
    const [shape] = shapesIn(feature('Polygon', [SQUARE.toReversed(), HOLE.toReversed()]));
    const { geometry } = featureOf(card(shape as Shape));
    const [outline = [], hole = []] = (geometry?.coordinates ?? []) as Pair[][];
    expect([doubleArea(outline.slice(1)) > 0, doubleArea(hole.slice(1)) < 0]).toEqual([true, true]);
    expect([outline.at(-1), hole.at(-1)]).toEqual([outline[0], hole[0]]);
  });
  it.each<Shape>([
    { type: 'circle', center: at(49, 8), radiusMetres: 200 },
    { type: 'corridor', path: [at(49, 8), at(50, 9)], widthMetres: 100 },
    { type: 'rectangle', southWest: at(49, 8), northEast: at(50, 9) },
    { type: 'rectangle', southWest: at(-17, 179), northEast: at(-16, -179) },
    { type: 'around-vehicle', vehicleId: 'veh_1', radiusMetres: 500 },
    { type: 'polygon', rings: [[at(0, 0), at(0, 4), at(4, 4)]] },
  ])('is read back as it was: %j', (shape) => expect(again(shape)).toEqual([shape]));

  it('is cut at the meridian', () => {
    const { geometry } = featureOf(card({ type: 'rectangle', southWest: at(-17, 179), northEast: at(-16, -179) }));
    expect(geometry?.type).toBe('MultiPolygon');
    const lons = ((geometry?.coordinates ?? []) as Pair[][][]).map((part) => part.flat().map(([lon]) => lon));
    expect(lons.map((all) => [Math.min(...all), Math.max(...all)])).toEqual([
      [179, 180],
      [-180, -179],
    ]);
  });
});

describe('polygons at the meridian', () => {
  /** Stars, so that they cross it more than twice. */
  const star = (distances: readonly number[], middle: Pair, size: number): Pair[] =>
    distances.map((distance, index) => {
      const angle = (2 * Math.PI * index) / distances.length;
      const [lon, lat] = middle;
      return [lon + size * distance * Math.cos(angle), lat + size * distance * Math.sin(angle)];
    });
  const areaOf = (polygons: readonly Polygon[]) =>
    polygons.reduce(
      (sum, [outline = [], ...holes]) =>
        sum + Math.abs(doubleArea(outline)) - holes.reduce((all, hole) => all + Math.abs(doubleArea(hole)), 0),
      0,
    );

  it('are as large in parts as they are whole, and whole again after', () => {
    const distances = fc.array(fc.double({ min: 0.6, max: 5, noNaN: true }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(distances, fc.double({ min: -4, max: 4, noNaN: true }), fc.boolean(), (all, offset, hasHole) => {
        const outline = star(all, [180 + offset, 10], 1);
        const hole = star([1, 1, 1, 1, 1, 1], [180 + offset, 10], 0.3);
        const polygon = hasHole ? [outline, hole] : [outline];
        const parts = cutAtSeam(polygon);
        expect(parts.flat(2).every(([lon]) => Math.abs(lon) <= 180)).toBe(true);
        expect(areaOf(parts)).toBeCloseTo(areaOf([polygon]), 6);
        const joined = joinedAtSeam(parts);
        expect(joined).toHaveLength(1);
        expect(areaOf(joined)).toBeCloseTo(areaOf([polygon]), 6);
        expect(joined[0]?.map(({ length }) => length)).toEqual(polygon.map(({ length }) => length));
      }),
    );
  });
});
