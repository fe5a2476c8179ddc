import type { DriverState } from './driver.ts';
import { advance, createFleet, dawn, type FleetVehicle } from './fleet.ts';
import { networkOf } from './network.ts';
import type { LastFix, Memory } from './recall.ts';
import { REGIONS, type RegionId } from './regions.ts';
import { type Fix, isDue, report } from './tracker.ts';
import { startOfMinute } from './trail.ts';

/** A vehicle, its device and how far it has come. */
export interface Unit {
  readonly deviceId: string;
  readonly vehicle: FleetVehicle;
  /** Metres that stood on the clock before the state's own. */
  readonly odometer: number;
  /** Milliseconds between the fixes of the parked vehicle. */
  readonly idle: number;
  /** What is known up to here, milliseconds since the epoch, need not be told again. */
  readonly knownUntil: number;
  state: DriverState;
  reported: DriverState | undefined;
}

export interface Crew {
  /** The first is left alone. */
  readonly devices: readonly { readonly vehicleId: string; readonly deviceId: string }[];
  readonly region: RegionId;
  readonly seed: string;
  /** What the API remembers, by vehicle id. */
  readonly memories: ReadonlyMap<string, Memory>;
}

const SECOND = 1000;

/** The units of a tenant at the moment their tracks end, but none further back than `earliest` or later than `now`. */
export const unitsOf = ({ devices, region, seed, memories }: Crew, earliest: number, now: number): Unit[] => {
  const driven = devices.slice(1);
  const kinds = driven.map(({ vehicleId }) => memories.get(vehicleId)?.kind ?? 'van');
  const fleet = createFleet(networkOf(REGIONS[region]), seed, kinds);
  return fleet.flatMap((vehicle, index) => {
    const device = driven[index];
    if (!device) return [];
    const last = memories.get(device.vehicleId)?.last;
    const knownUntil = Math.min(now, Math.max(earliest, last?.at ?? 0));
    const { state, odometer } = resume(vehicle, last, knownUntil);
    const idle = (15 + (index % 16)) * SECOND;
    return [{ deviceId: device.deviceId, vehicle, odometer, idle, knownUntil, state, reported: undefined }];
  });
};

/** What a unit reports at `now`, if anything. */
export const drive = (unit: Unit, now: number): Fix | undefined => {
  unit.state = advance(unit.vehicle, unit.state, now);
  return isDue(unit.state, unit.reported, unit.idle) ? tell(unit, unit.state) : undefined;
};

/** The fix of a state, which thereby is the last one reported. */
export const tell = (unit: Unit, state: DriverState): Fix => {
  unit.state = state;
  unit.reported = state;
  return report(unit.deviceId, state, unit.odometer, unit.vehicle.draw);
};

/**
 * Where the vehicle was at the full minute before, and what the odometer must have shown at dawn for it to go on from its
 * last reading.
 */
const resume = (vehicle: FleetVehicle, last: LastFix | undefined, knownUntil: number) => {
  const minute = startOfMinute(knownUntil);
  const reading =
    last?.odometer === undefined
      ? { metres: Math.round((20 + 260 * vehicle.draw('odometer')) * 1e6), at: 0 }
      : { metres: last.odometer, at: Math.min(last.at, knownUntil) };
  const before = advance(vehicle, dawn(vehicle, minute), Math.min(reading.at, minute));
  const state = advance(vehicle, before, minute);
  const then = reading.at > minute ? advance(vehicle, state, reading.at) : before;
  return { state, odometer: reading.metres - then.odometer };
};
