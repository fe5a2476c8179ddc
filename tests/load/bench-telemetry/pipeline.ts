import { compileFences } from '../../../functions/geofences/compile.ts';
import { fenceIndex } from '../../../functions/geofences/fence-index.ts';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { advance, type Scene, type VehicleMemory } from '../../../functions/telemetry/pipeline/pipeline.ts';
import { drivesOf, fencesOf } from './fence-world.ts';

export interface PipelineFigures {
  readonly fences: number;
  readonly fixes: number;
  readonly perSecond: number;
  readonly facts: number;
  readonly dropped: number;
  /** What a vehicle's memory takes as JSON, bytes. */
  readonly bytesPerVehicle: number;
}

/** Fixes come as the drain takes them: so many of one vehicle, then of the next. */
const AT_ONCE = 5;
/** Percent of the tank that a fix's way takes, about. */
const PER_FIX = 0.02;

/** What the drives leave out, and what devices of vans say as well. */
const equipped = (fixes: readonly ReceivedFix[]): ReceivedFix[] => {
  let odometer = 0;
  return fixes.map((fix, index) => {
    const speed = fix.speed ?? 0;
    const { lat, lon } = fixes[index - 1] ?? fix;
    odometer += speed * 30;
    return {
      ...fix,
      heading: (Math.atan2(fix.lon - lon, fix.lat - lat) * (180 / Math.PI) + 360) % 360,
      attributes: { ignition: speed > 0, odometer: Math.round(odometer), fuelLevel: 95 - index * PER_FIX },
    };
  });
};

/** All stages on one core: filter, meters, trips, geofences, driving, energy. Processor time, not the clock's. */
export const measurePipeline = async (fences: number, vehicles = 1_000, fixesEach = 200): Promise<PipelineFigures> => {
  const index = fenceIndex(await compileFences(fencesOf(fences)));
  let [facts, dropped] = [0, 0];
  const told: Pick<Scene, 'tell' | 'drop'> = {
    tell: () => {
      facts++;
    },
    drop: () => {
      dropped++;
    },
  };
  const fleet = drivesOf(vehicles, fixesEach).map((fixes, at) => ({
    fixes: equipped(fixes),
    scene: { vehicleId: `veh_${at}`, fences: index, positionOf: () => undefined, ...told } satisfies Scene,
    memory: undefined as VehicleMemory | undefined,
  }));
  const before = process.cpuUsage();
  for (let first = 0; first < fixesEach; first += AT_ONCE)
    for (const vehicle of fleet)
      for (const fix of vehicle.fixes.slice(first, first + AT_ONCE))
        vehicle.memory = advance(vehicle.memory, fix, vehicle.scene);
  const { user, system } = process.cpuUsage(before);
  const fixes = vehicles * fixesEach;
  const bytes = fleet.reduce((sum, { memory }) => sum + JSON.stringify(memory).length, 0);
  return {
    ...{ fences, fixes, facts, dropped },
    perSecond: Math.round(fixes / ((user + system) / 1e6)),
    bytesPerVehicle: Math.round(bytes / vehicles),
  };
};
