import type { Services } from '../../shared/services.ts';
import { fencesOf } from '../geofences/use-cases.ts';
import { type VehicleEntry, vehiclesPartition } from '../vehicles/contract.ts';
import { carriersOf } from './carriers.ts';
import type { Scenes } from './round.ts';

const NOTHING: Partial<VehicleEntry> = {};

/** What the pipeline must know of vehicles: asked for once for all of them, mostly answered from memory. */
export const scenesOf = async (services: Services, tenantId: string, vehicleIds: Iterable<string>): Promise<Scenes> => {
  const vehicles = await services.lookups.findMany<VehicleEntry>(vehiclesPartition(tenantId), vehicleIds);
  const fences = await fencesOf(services, tenantId);
  const positionOf = await carriersOf(services)(tenantId, fences);
  return (vehicleId, told) => {
    const { groupId, tankMillilitres, batteryWattHours } = vehicles.get(vehicleId) ?? NOTHING;
    return { vehicleId, groupId, tankMillilitres, batteryWattHours, fences, positionOf, ...told };
  };
};
