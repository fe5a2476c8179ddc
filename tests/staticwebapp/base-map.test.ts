import { innerPoint } from '../../staticwebapp/basemap/inner-point.ts';
import { smoothed } from '../../staticwebapp/basemap/smooth.ts';
import { unwrapped } from '../../staticwebapp/basemap/unwrap.ts';

test('a coast that crosses the date line goes on instead of jumping across the map', () => {
  const chukotka = [
    [170, 65],
    [179, 66],
    [-178, 66],
    [-170, 65],
    [179, 62],
    [170, 65],
  ];
  expect(unwrapped(chukotka).map(([lon]) => lon)).toEqual([170, 179, 182, 190, 179, 170]);
});

test('a ring around the pole is led along the edge of the map', () => {
  const antarctica = [-180, -60, 60, 180].map((lon) => [lon, -70]);
  const ring = [...antarctica, [-180, -70]];
  expect(unwrapped(ring).slice(-3)).toEqual([
    [180, -90],
    [-180, -90],
    [-180, -70],
  ]);
});

test('a ring that crosses nothing stays as it is', () => {
  const ring = [
    [4, 52],
    [5, 52],
    [5, 53],
    [4, 52],
  ];
  expect(unwrapped(ring)).toEqual(ring);
});

test('a label goes into the largest part of a country, well inside', () => {
  const square = (west: number, south: number, side: number) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: {
      type: 'Polygon' as const,
      coordinates: [
        [
          [west, south],
          [west + side, south],
          [west + side, south + side],
          [west, south + side],
          [west, south],
        ],
      ],
    },
  });
  const inner = innerPoint([square(100, 0, 1), square(0, 0, 10)]);
  expect(inner?.area).toBe(100);
  expect(inner?.at[0]).toBeCloseTo(5, 0);
  expect(inner?.at[1]).toBeCloseTo(5, 0);
  expect(innerPoint([])).toBeUndefined();
});

test('a shore on a coarse grid is rounded, and stays closed and inside its corners', () => {
  const square = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ];
  const round = smoothed(square);
  expect(round.length).toBeGreaterThan(square.length * 3);
  expect(round.at(-1)).toEqual(round[0]);
  expect(round.every(([x = -1, y = -1]) => x >= 0 && x <= 4 && y >= 0 && y <= 4)).toBe(true);
  expect(round).not.toContainEqual([4, 4]);
});

test('a river keeps its source and its mouth', () => {
  const river = [
    [0, 0],
    [2, 2],
    [4, 0],
  ];
  const round = smoothed(river);
  expect([round[0], round.at(-1)]).toEqual([river[0], river[2]]);
  expect(smoothed(river.slice(0, 2))).toEqual(river.slice(0, 2));
});
