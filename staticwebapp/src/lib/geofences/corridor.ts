import type { Point } from './drawing.ts';

const METRES_PER_DEGREE = 111_195;
/** Between two corners of a rounded end or bend: fine enough to look round. */
const STEP = Math.PI / 12;

interface Spot {
  readonly x: number;
  readonly y: number;
}

const directionOf = (from: Spot, to: Spot): number => Math.atan2(to.y - from.y, to.x - from.x);
const lengthOf = (from: Spot, to: Spot): number => Math.hypot(to.x - from.x, to.y - from.y);
const aside = ({ x, y }: Spot, angle: number, by: number): Spot => ({
  x: x + by * Math.cos(angle),
  y: y + by * Math.sin(angle),
});

/** Around `centre`, counter-clockwise or clockwise, whichever is shorter; half a turn goes clockwise. */
const arc = (centre: Spot, from: number, to: number, radius: number): readonly Spot[] => {
  const turn = ((to - from + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  const steps = Math.max(1, Math.ceil(Math.abs(turn) / STEP));
  return Array.from({ length: steps + 1 }, (_, step) => aside(centre, from + (turn * step) / steps, radius));
};

/** The left side of the way: rounded where it bends to the right, the two edges where it bends to the left. */
const leftSide = (way: readonly Spot[], radius: number): readonly Spot[] =>
  way.flatMap((spot, index) => {
    const before = way[index - 1];
    const after = way[index + 1];
    const quarter = Math.PI / 2;
    if (before && after) {
      const into = directionOf(before, spot) + quarter;
      const out = directionOf(spot, after) + quarter;
      const bendsLeft = Math.sin(out - into) > 0;
      const half = Math.cos((out - into) / 2);
      const least = Math.min(lengthOf(before, spot), lengthOf(spot, after));
      // On the inside the two edges meet, as long as both reach that far.
      const meet = bendsLeft && radius * Math.abs(Math.tan((out - into) / 2)) < least;
      return meet
        ? [aside(spot, into + Math.atan2(Math.sin(out - into), 1 + Math.cos(out - into)), radius / Math.abs(half))]
        : arc(spot, into, out, radius);
    }
    return after ? [aside(spot, directionOf(spot, after) + quarter, radius)] : [];
  });

/** The outline of everything within `radius` metres of a way; empty for less than two places. */
export const corridorOutline = (path: readonly Point[], radius: number): readonly Point[] => {
  const [first] = path;
  if (!first || path.length < 2) return [];
  const wide = METRES_PER_DEGREE * Math.cos((first.lat * Math.PI) / 180);
  const way = path
    .map(({ lat, lon }) => ({ x: (lon - first.lon) * wide, y: (lat - first.lat) * METRES_PER_DEGREE }))
    .filter(({ x, y }, index, all) => index === 0 || x !== all[index - 1]?.x || y !== all[index - 1]?.y);
  const round = (from: Spot | undefined, end: Spot | undefined): readonly Spot[] => {
    if (!from || !end) return [];
    const left = directionOf(from, end) + Math.PI / 2;
    return [...arc(end, left, left - Math.PI / 2, radius), ...arc(end, left - Math.PI / 2, left - Math.PI, radius)];
  };
  const back = way.toReversed();
  const outline = [
    ...leftSide(way, radius),
    ...round(way.at(-2), way.at(-1)),
    ...leftSide(back, radius),
    ...round(back.at(-2), back.at(-1)),
  ];
  return outline.map(({ x, y }) => ({ lat: first.lat + y / METRES_PER_DEGREE, lon: first.lon + x / wide }));
};
