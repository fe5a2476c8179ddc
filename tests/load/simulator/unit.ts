import type { DriverState } from './driver.ts';
import { advance, createFleet, dawn, type FleetVehicle } from './fleet.ts';
import { networkOf } from './network.ts';
import type { LastFix, Memory } from './recall.ts';
import { REGIONS, type RegionId } from './regions.ts';
import { type Clocks, type Fix, isDue, report } from './tracker.ts';
import { startOfMinute } from './trail.ts';

/** A vehicle, its device and how far it has come. */
export interface Unit {
  readonly deviceId: string;
  readonly vehicle: FleetVehicle;
  /** What was counted before the state's own. */
  readonly clocks: Clocks;
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
    const { state, clocks } = resume(vehicle, last, knownUntil);
    const idle = (15 + (index % 16)) * SECOND;
    return [{ deviceId: device.deviceId, vehicle, clocks, idle, knownUntil, state, reported: undefined }];
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
  return report(unit.deviceId, state, unit.clocks, unit.vehicle);
};

/** Metres per second over all the hours the engine has been on, of a vehicle whose clock says more of metres than of hours. */
const USUAL_SPEED = 15;

/**
 * Where the vehicle was at the full minute before, and what its clocks must have shown at dawn for them to go on from their
 * last reading.
 */
const resume = (vehicle: FleetVehicle, last: LastFix | undefined, knownUntil: number) => {
  const minute = startOfMinute(knownUntil);
  const isRead = last?.odometer !== undefined;
  const odometer = last?.odometer ?? Math.round((20 + 260 * vehicle.draw('odometer')) * 1e6);
  const engineSeconds = last?.engineSeconds ?? Math.round(odometer / USUAL_SPEED);
  const at = isRead ? Math.min(last.at, knownUntil) : 0;
  const before = advance(vehicle, dawn(vehicle, minute), Math.min(at, minute));
  const state = advance(vehicle, before, minute);
  const then = at > minute ? advance(vehicle, state, at) : before;
  const clocks = { odometer: odometer - then.odometer, engineSeconds: engineSeconds - then.engineSeconds };
  return { state, clocks };
};
