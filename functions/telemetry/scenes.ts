import type { Services } from '../../shared/services.ts';
import { type VehicleEntry, vehiclesPartition } from '../vehicles/contract.ts';
import type { Scenes } from './round.ts';

const NOTHING: Partial<VehicleEntry> = {};

/** What the pipeline must know of vehicles: asked for once for all of them, mostly answered from memory. */
export const scenesOf = async (
  { lookups }: Pick<Services, 'lookups'>,
  tenantId: string,
  vehicleIds: Iterable<string>,
): Promise<Scenes> => {
  const vehicles = await lookups.findMany<VehicleEntry>(vehiclesPartition(tenantId), vehicleIds);
  return (vehicleId, told) => {
    const { tankMillilitres, batteryWattHours } = vehicles.get(vehicleId) ?? NOTHING;
    return { vehicleId, tankMillilitres, batteryWattHours, nameAt: () => undefined, ...told };
  };
};
