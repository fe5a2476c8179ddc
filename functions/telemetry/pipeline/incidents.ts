import { INCIDENTS, type Incident } from '../facts.ts';

/** The place of its kind in `INCIDENTS`, when, where, how strong, how long; of speeding also the limit and whose it is. */
export type PackedIncident = readonly [
  kind: number,
  at: number,
  lat: number,
  lon: number,
  peak: number,
  seconds: number,
  limit?: number,
  fenceId?: string,
];

export const BRAKE = 0;
export const ACCELERATION = 1;
export const CORNER = 2;
export const SPEEDING = 3;
/** What an accelerometer feels, and two fixes show. */
export type Harsh = typeof BRAKE | typeof ACCELERATION | typeof CORNER;

/**
 * From where on it is harsh, m/s². A gentle stop stays below 2, passengers hold on at 3 to 4, tyres on dry asphalt give way at 8: these are what a
 * coach would ask about in a car or a van.
 */
export const HARSH: readonly [brake: number, acceleration: number, corner: number] = [3.5, 3, 4];

/**
 * More are not kept of one trip, only counted. They are in the document of the whole shard, and a limit that is set too low by mistake makes all
 * of its vehicles speed at once: at 90 bytes each, these are half a megabyte.
 */
export const MAX_INCIDENTS = 24;

/** How much more than what was fine: comparable between the kinds. */
const strengthOf = ([kind, , , , peak, , limit]: PackedIncident): number =>
  peak / ((kind === SPEEDING ? limit : HARSH[kind]) ?? peak);

/** With one more; without the weakest when there are too many. */
export const withIncident = (kept: readonly PackedIncident[], one: PackedIncident): readonly PackedIncident[] => {
  if (kept.length < MAX_INCIDENTS) return [...kept, one];
  let weakest = one;
  for (const other of kept) if (strengthOf(other) < strengthOf(weakest)) weakest = other;
  return weakest === one ? kept : [...kept.filter((other) => other !== weakest), one];
};

/** The last of a kind was not over: it was longer, and perhaps stronger. */
export const withLonger = (
  kept: readonly PackedIncident[],
  kind: Harsh,
  peak: number,
  seconds: number,
): readonly PackedIncident[] => {
  const index = kept.findLastIndex((one) => one[0] === kind);
  const last = kept[index];
  if (!last) return kept;
  const [, at, lat, lon, before, lasted] = last;
  return kept.with(index, [kind, at, lat, lon, Math.max(before, peak), lasted + seconds]);
};

export const unpacked = ([kind, at, lat, lon, peak, seconds, limit, fenceId]: PackedIncident): Incident => ({
  kind: INCIDENTS[kind] ?? 'speeding',
  at,
  lat,
  lon,
  peak,
  seconds,
  ...(limit !== undefined && { limit }),
  ...(fenceId !== undefined && { fenceId }),
});
