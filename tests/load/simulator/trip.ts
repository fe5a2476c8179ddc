import { course, type Place, radians, turn } from './geo.ts';
import type { Handling } from './handling.ts';
import { limitAt, type Network } from './network.ts';
import { type Line, lineOf, placeAt } from './road.ts';
import type { Leg } from './route.ts';

const { max, min, sqrt, tan } = Math;

/** A way to drive: where it goes, and how fast one may be at each point of it. */
export interface Trip {
  readonly line: Line;
  /** Metres per second allowed on the segment that starts at each point. */
  readonly limits: readonly number[];
  /** Metres per second at each point from which what lies ahead can still be met with an easy foot on the brake. */
  readonly safe: readonly number[];
  /** Course in degrees of the segment that starts at each point. */
  readonly courses: readonly number[];
}

/** Metres; nobody turns the wheel at once, so a kink is driven as a curve of this length at least. */
const SHORTEST_CURVE = 40;
/** Degrees; whoever turns round does so in a junction. */
const SHARPEST = 160;

export const tripOf = (network: Network, legs: readonly Leg[], handling: Handling): Trip => {
  const stretches = legs.map((leg) => pointsOf(network, leg));
  const line = lineOf(stretches.flatMap((points, index) => (index === 0 ? points : points.slice(1))));
  const limits = limitsOf(network, legs, stretches).map((limit) => min(limit, handling.topSpeed));
  const courses = line.points.slice(1).map((point, index) => course(line.points[index] ?? point, point));
  return { line, limits, courses, safe: safeSpeeds(line, limits, courses, handling) };
};

/** Metres per second that are both allowed and safe `metres` into the trip, on segment `index` of it; `haste` times as much for whoever is in a hurry. */
export const speedAt = (
  { line, limits, safe }: Trip,
  index: number,
  metres: number,
  handling: Handling,
  haste: number,
): number => {
  const ahead = max(0, (line.along[index + 1] ?? line.length) - metres);
  return min(handling.topSpeed, haste * min(limits[index] ?? 0, braking(safe[index + 1] ?? 0, ahead, handling)));
};

/** The speed from which one comes down to `target` within `metres`. */
const braking = (target: number, metres: number, { braking: rate }: Handling): number =>
  sqrt(target * target + 2 * rate * metres);

const pointsOf = ({ links }: Network, { link, from, to }: Leg): Place[] => {
  const line = links[link]?.line;
  if (!line) throw new Error(`There is no link ${link}.`);
  const [low, high] = [min(from, to), max(from, to)];
  const inner = line.points.filter((_, index) => (line.along[index] ?? 0) > low && (line.along[index] ?? 0) < high);
  const points = [placeAt(line, low), ...inner, placeAt(line, high)];
  return from <= to ? points : points.reverse();
};

const limitsOf = (network: Network, legs: readonly Leg[], stretches: readonly (readonly Place[])[]): number[] =>
  legs.flatMap(({ link: index, from, to }, leg) => {
    const link = network.links[index];
    const { along, length } = lineOf(stretches[leg] ?? []);
    const scale = length > 0 ? (to - from) / length : 0;
    return along.slice(1).map((end, segment) => {
      const middle = from + (((along[segment] ?? 0) + end) / 2) * scale;
      return link ? limitAt(network, link, middle) : 0;
    });
  });

/** How much a kink turns where it is sharpest: for slight ones that is the angle, and nobody takes a hairpin like a wide bend. */
const bendOf = (angle: number): number => 2 * tan(radians(min(angle, SHARPEST)) / 2);

/** Backwards from the end, where the vehicle stands still. */
const safeSpeeds = (
  line: Line,
  limits: readonly number[],
  courses: readonly number[],
  handling: Handling,
): number[] => {
  const safe = line.points.map(() => 0);
  for (let index = line.points.length - 2; index >= 0; index--) {
    const ahead = (line.along[index + 1] ?? 0) - (line.along[index] ?? 0);
    const behind = (line.along[index] ?? 0) - (line.along[index - 1] ?? 0);
    const bend = index === 0 ? 0 : bendOf(turn(courses[index - 1] ?? 0, courses[index] ?? 0));
    const radius = max(SHORTEST_CURVE, (ahead + behind) / 2) / max(bend, 1e-6);
    safe[index] = min(
      limits[index] ?? 0,
      limits[index - 1] ?? Number.POSITIVE_INFINITY,
      sqrt(handling.sideways * radius),
      braking(safe[index + 1] ?? 0, ahead, handling),
    );
  }
  return safe;
};
