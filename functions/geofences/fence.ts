import type { GeofenceRules, Shape } from './contract.ts';
import type { Hours } from './hours.ts';
import type { Bounds, Geometry } from './shape/geometry.ts';

/**
 * What a fence is compiled from: a geofence, or a place that has a radius. Plain JSON. The ids of groups that it applies to are those of the groups
 * named and of all below them: whoever loads the rule looks them up.
 */
export interface FenceRule extends GeofenceRules {
  readonly id: string;
  readonly name: string;
  /** A place gives its name to what is there; only a geofence is visited. */
  readonly kind: 'geofence' | 'place';
  readonly shape: Shape;
}

interface AnyFence {
  readonly id: string;
  readonly name: string;
  readonly kind: 'geofence' | 'place';
  /** Metres above the ellipsoid; infinite where there is no bound. */
  readonly minAltitude: number;
  readonly maxAltitude: number;
  /** Absent: always. */
  readonly hours: Hours | undefined;
  /** Metres per second. */
  readonly speedLimit: number | undefined;
  /** Infinite when nobody wants to know. */
  readonly dwellMs: number;
  readonly expectInside: boolean;
  /** Neither: every vehicle. */
  readonly groupIds: ReadonlySet<string> | undefined;
  readonly vehicleIds: ReadonlySet<string> | undefined;
  readonly debounce: CompiledDebounce;
}

/** How far beyond the edge, and for how long, one must be on a side. */
export interface CompiledDebounce {
  /** 0: what a position says is taken as it is, whatever it may be wrong by. */
  readonly marginMetres: number;
  readonly enterMs: number;
  readonly exitMs: number;
}

export interface FixedFence extends AnyFence {
  readonly geometry: Geometry;
  readonly bounds: Bounds;
  readonly around: undefined;
}

/** A circle around a vehicle, whose position is known when it is looked at. */
export interface MovingFence extends AnyFence {
  readonly geometry: undefined;
  readonly bounds: undefined;
  readonly around: { readonly vehicleId: string; readonly radiusMetres: number };
}

/** A fence as it is looked at for every position of every vehicle. */
export type Fence = FixedFence | MovingFence;

/** Whether the fence watches a vehicle. None watches the one that it moves with. */
export const appliesTo = (fence: Fence, vehicleId: string, groupId: string | undefined): boolean => {
  if (fence.around?.vehicleId === vehicleId) return false;
  if (fence.groupIds === undefined && fence.vehicleIds === undefined) return true;
  return fence.vehicleIds?.has(vehicleId) === true || (groupId !== undefined && fence.groupIds?.has(groupId) === true);
};
