import type { Position } from '../../lib/fleet/contract.ts';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import type { VehicleStatus } from '../../lib/fleet/vehicle-status.ts';
import { type Glide, glideTo, type Pose, standing } from './glide.ts';
import { toMercator } from './mercator.ts';

/** A vehicle on the map, with its way to its newest fix. */
export interface Marker {
  readonly id: string;
  readonly name: string;
  readonly status: VehicleStatus;
  readonly fix: Position;
  readonly glide: Glide;
}

export type Markers = ReadonlyMap<string, Marker>;

const poseOf = ({ lat, lon, heading }: Position): Pose => ({ ...toMercator(lon, lat), heading });

const glideOf = (known: Marker | undefined, fix: Position, now: number, still: boolean): Glide => {
  if (known?.fix === fix) return known.glide;
  if (!known || still) return standing(poseOf(fix), now);
  return glideTo(known.glide, poseOf(fix), Date.parse(fix.at) - Date.parse(known.fix.at), now);
};

/**
 * The markers for the fleet as it is now; vehicles without a position have none.
 * @param now of the animation clock, in milliseconds
 * @param still the viewer wants no motion: markers jump
 */
export const nextMarkers = (known: Markers, fleet: readonly FleetVehicle[], now: number, still: boolean): Markers => {
  const markers = new Map<string, Marker>();
  for (const { vehicle, position, status } of fleet) {
    if (!position) continue;
    const before = known.get(vehicle.id);
    const unchanged = before?.fix === position && before.status === status && before.name === vehicle.name;
    markers.set(
      vehicle.id,
      unchanged
        ? before
        : { id: vehicle.id, name: vehicle.name, status, fix: position, glide: glideOf(before, position, now, still) },
    );
  }
  return markers;
};
