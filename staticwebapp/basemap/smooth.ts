import type { Position } from 'geojson';

const between = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position, share: number): Position => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share,
];

const cutCorners = (line: readonly Position[]): Position[] =>
  line.slice(1).flatMap((to, index) => {
    const from = line[index] ?? to;
    return [between(from, to, 0.25), between(from, to, 0.75)];
  });

const ROUNDS = 2;

/**
 * Cuts the corners of a line drawn on a coarse grid, so that magnified it reads as a shore and not as a staircase
 * (Chaikin). The ends of an open line stay; a ring stays closed.
 */
export const smoothed = (line: readonly Position[]): Position[] => {
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last || line.length < 3) return [...line];
  const closed = first[0] === last[0] && first[1] === last[1];
  let points = [...line];
  for (let round = 0; round < ROUNDS; round += 1) {
    const cut = cutCorners(points);
    points = closed ? [...cut, ...cut.slice(0, 1)] : [first, ...cut, last];
  }
  return points;
};
