import type { GeofenceRules, Shape } from './contract.ts';

/** What a fence is compiled from: a geofence, or a place that has a radius. Plain JSON. */
export interface FenceRule extends GeofenceRules {
  readonly id: string;
  readonly name: string;
  /** A place gives its name to what is there; only a geofence is visited. */
  readonly kind: 'geofence' | 'place';
  readonly shape: Shape;
  /** `appliesTo.groupIds` are those of the groups named and of all below them: whoever loads the rule looks them up. */
}
