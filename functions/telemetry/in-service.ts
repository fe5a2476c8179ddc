import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { conflict } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isInUse, type VehicleEntry, vehiclesPartition } from '../vehicles/contract.ts';

export const RETIRED = 'telemetry/vehicle-retired';

/** Which of these vehicles are out of service. Whoever drives them now is none of the company's business. */
export const retiredOf = async (
  { lookups }: Pick<Services, 'lookups'>,
  tenantId: string,
  vehicleIds: Iterable<string>,
): Promise<ReadonlySet<string>> => {
  const entries = await lookups.findMany<VehicleEntry>(vehiclesPartition(tenantId), vehicleIds);
  return new Set([...entries].flatMap(([vehicleId, { status }]) => (isInUse(status) ? [] : [vehicleId])));
};

/** Which of these vehicles the caller sees on the map: those in service, and of these what belongs to the groups they are limited to. */
export const seenOf = async (
  { lookups }: Pick<Services, 'lookups'>,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  vehicleIds: Iterable<string>,
): Promise<(vehicleId: string) => boolean> => {
  const entries = await lookups.findMany<VehicleEntry>(vehiclesPartition(caller.tenantId), vehicleIds);
  return (vehicleId) => {
    const entry = entries.get(vehicleId);
    return (!entry || isInUse(entry.status)) && maySee(caller, entry?.groupId);
  };
};

export const outOfService = () =>
  conflict(RETIRED, 'This vehicle is out of service; its positions are no longer taken.');
