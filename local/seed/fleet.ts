import { vehicleShardAddress } from '../../functions/devices/contract.ts';
import { device, deviceStream } from '../../functions/devices/device.ts';
import type { VehicleCard } from '../../functions/vehicles/contract.ts';
import { vehicle, vehicleStream } from '../../functions/vehicles/vehicle.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { DemoTenant } from '../demo/demo-file.ts';
import type { Company } from './companies.ts';
import type { KeyOf } from './tenants.ts';

const MIX = ['van', 'truck', 'van', 'van', 'car', 'truck', 'van', 'bus', 'van', 'truck'] as const;

/** As a fleet would enter it; plates follow a scheme no country uses. The first waits for a replay or somebody's phone. */
export const vehicleNumber = (number: number, series: string): Pick<VehicleCard, 'name' | 'plate' | 'kind'> => {
  if (number === 1) return { name: 'Test vehicle', plate: 'WF-00-001', kind: 'van' };
  const kind = MIX[number % MIX.length] ?? 'other';
  const digits = String(number).padStart(2, '0');
  const tail = String((number * 379) % 1000).padStart(3, '0');
  return {
    name: `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${digits}`,
    plate: `${series.slice(0, 2).toUpperCase()}-${digits}-${tail}`,
    kind,
  };
};

/**
 * Gives a company its vehicles, each with a device, in the order of their numbers. Ids and keys follow from the number, so
 * that whatever is there already stays as it is, renamed or retired; only a lost key is replaced.
 */
export const seedFleet = (
  { streams, lookups }: Pick<Services, 'streams' | 'lookups'>,
  { id: tenantId, series, vehicles }: Pick<Company, 'id' | 'series'> & { readonly vehicles: number },
  keyOf: KeyOf,
): Promise<DemoTenant['devices'][number][]> => {
  const now = new Date().toISOString();
  const run = { at: now, actor: 'system:seed', correlationId: 'seed' };

  const provide = async (number: number) => {
    const [vehicleId, deviceId] = [`veh_${series}_${number}`, `dev_${series}_${number}`];
    const key = keyOf('dk', `${tenantId} ${deviceId}`);
    const identity = { vehicleId, ...vehicleNumber(number, series), now };
    await execute(vehicle)(streams, vehicleStream(tenantId, vehicleId), { type: 'Register', data: identity }, run);
    const { pk, id } = vehicleShardAddress(tenantId, vehicleId);
    const { shard } = await lookups.claim(pk, id, { shard: 0 }); // Where the first few hundred of every fleet are.
    const stream = deviceStream(tenantId, deviceId);
    const secret = { keyHash: hashOf(key), now };
    const register = { type: 'Register', data: { deviceId, vehicleId, shard, name: 'Tracker', ...secret } } as const;
    await execute(device)(streams, stream, register, run).catch((error) => {
      if (!isKind(error, 'conflict')) throw error;
      return execute(device)(streams, stream, { type: 'RotateKey', data: secret }, run);
    });
    return { vehicleId, deviceId, key };
  };
  return Promise.all(Array.from({ length: vehicles }, (_, index) => provide(index + 1)));
};
