import { compileHours } from './active-times.ts';
import type { ActiveTime, GeofenceRules } from './contract.ts';
import type { CompiledDebounce, Fence, FenceRule } from './fence.ts';
import type { Hours } from './hours.ts';
import { compileShape } from './shape/compile-shape.ts';

/** A car's width and the error of a map: what is nearer to the edge may as well be on the other side. */
const MARGIN_METRES = 10;
/** Longer than traffic lights, and than a receiver takes to settle. */
const ENTER_SECONDS = 60;
const EXIT_SECONDS = 30;

const debounceOf = ({ debounce }: GeofenceRules, depthMetres: number): CompiledDebounce => {
  const { marginMetres = MARGIN_METRES, enterSeconds = ENTER_SECONDS, exitSeconds = EXIT_SECONDS } = debounce ?? {};
  return {
    // Somewhere in a small fence one must be able to be clearly inside.
    marginMetres: Math.min(marginMetres, depthMetres / 2),
    enterMs: enterSeconds * 1_000,
    exitMs: exitSeconds * 1_000,
  };
};

const setOf = (ids: readonly string[] | undefined) => ids && new Set(ids);

const fenceOf = (rule: FenceRule, hours: Hours | undefined): Fence => {
  const { id, name, kind, shape, altitude, speedLimit, dwellSeconds = Infinity, expectInside = false } = rule;
  const any = {
    id,
    name,
    kind,
    minAltitude: altitude?.minMetres ?? -Infinity,
    maxAltitude: altitude?.maxMetres ?? Infinity,
    hours,
    speedLimit,
    dwellMs: dwellSeconds * 1_000,
    expectInside,
    groupIds: setOf(rule.appliesTo?.groupIds),
    vehicleIds: setOf(rule.appliesTo?.vehicleIds),
  };
  if (shape.type === 'around-vehicle') {
    const { vehicleId, radiusMetres } = shape;
    const around = { vehicleId, radiusMetres };
    return { ...any, debounce: debounceOf(rule, radiusMetres), geometry: undefined, bounds: undefined, around };
  }
  const geometry = compileShape(shape);
  const { bounds, depthMetres } = geometry;
  return { ...any, debounce: debounceOf(rule, depthMetres), geometry, bounds, around: undefined };
};

/**
 * Fences from what is stored of them, in the order given. About 5 microseconds each; those that keep the same hours share them.
 * @throws what `validateActiveTimes` would have told, for hours that make no sense
 */
export const compileFences = async (rules: Iterable<FenceRule>): Promise<Fence[]> => {
  const known = new Map<string, Hours>();
  const hoursOf = async (times: readonly ActiveTime[]) => {
    const key = JSON.stringify(times);
    const hours = known.get(key) ?? (await compileHours(times));
    known.set(key, hours);
    return hours;
  };
  const fences: Fence[] = [];
  for (const rule of rules) fences.push(fenceOf(rule, rule.activeTimes && (await hoursOf(rule.activeTimes))));
  return fences;
};

export const compileFence = async (rule: FenceRule): Promise<Fence> =>
  fenceOf(rule, rule.activeTimes && (await compileHours(rule.activeTimes)));
