import { compileFences } from '../../../../functions/geofences/compile.ts';
import type { Shape } from '../../../../functions/geofences/contract.ts';
import type { FenceRule } from '../../../../functions/geofences/fence.ts';
import { type FenceIndex, fenceIndex } from '../../../../functions/geofences/fence-index.ts';
import type { Fact } from '../../../../functions/telemetry/facts.ts';
import type { ReceivedFix } from '../../../../functions/telemetry/fix.ts';
import {
  type FenceMemory,
  type FenceScene,
  fencesStart,
  followFences,
} from '../../../../functions/telemetry/pipeline/geofences.ts';
import { legOf } from '../../../../functions/telemetry/pipeline/leg.ts';
import { METRES_PER_DEGREE } from '../../../../shared/kernel/earth.ts';

export const START = Date.parse('2026-06-10T09:00:00Z');

/** Metres east of a point on the equator, seconds after nine. */
export const fix = (second: number, metres: number, more: Partial<ReceivedFix> = {}): ReceivedFix => ({
  at: START + second * 1_000,
  receivedAt: START + second * 1_000,
  lat: 0,
  lon: metres / METRES_PER_DEGREE,
  accuracy: 5,
  ...more,
});
export const driving = { speed: 10 };
export const parked = { speed: 0 };

/** From 0 to 1,000 metres east. */
export const YARD: Shape = {
  type: 'rectangle',
  southWest: { lat: -0.01, lon: 0 },
  northEast: { lat: 0.01, lon: 1_000 / METRES_PER_DEGREE },
};
export const yard = (more: Partial<FenceRule> = {}): FenceRule => ({
  id: 'yard',
  name: 'Yard',
  kind: 'geofence',
  shape: YARD,
  ...more,
});
export const indexOf = async (...rules: readonly FenceRule[]) => fenceIndex(await compileFences(rules));

export const sceneOf = (fences: FenceIndex, more: Partial<FenceScene> = {}): FenceScene => ({
  vehicleId: 'veh_1',
  fences,
  ...more,
});

export interface Run {
  memory: FenceMemory;
  last: ReceivedFix | undefined;
  readonly facts: Fact[];
}
export const fresh = (): Run => ({ memory: fencesStart, last: undefined, facts: [] });

export const drive = (scene: FenceScene, fixes: readonly ReceivedFix[], run = fresh()): Run => {
  for (const fix of fixes) {
    run.memory = followFences(run.memory, legOf(run.last, fix), scene, (fact) => run.facts.push(fact));
    run.last = fix;
  }
  return run;
};

/** What happened, and at which second. */
export const told = (facts: readonly Fact[]) => facts.map(({ type, at }) => [type, (at - START) / 1_000]);
export const eventsOf = async (rule: FenceRule, fixes: readonly ReceivedFix[]) =>
  told(drive(sceneOf(await indexOf(rule)), fixes).facts);
