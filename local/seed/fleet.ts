import { vehicleShardAddress } from '../../functions/devices/contract.ts';
import { device, deviceStream } from '../../functions/devices/device.ts';
import { vehicle, vehicleStream } from '../../functions/vehicles/vehicle.ts';
import { execute } from '../../shared/eventstore/execute.ts';
import { hashOf } from '../../shared/identity/keys.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { DemoTenant } from '../demo/demo-file.ts';
import type { KeyOf } from './tenants.ts';

const MIX = ['van', 'truck', 'van', 'van', 'car', 'truck', 'van', 'bus', 'van', 'truck'] as const;

/** As a fleet would enter it; plates follow a scheme no country uses. The first waits for a replay or somebody's phone. */
export const vehicleNumber = (number: number, series: string) => {
  const kind = MIX[number % MIX.length] ?? MIX[0];
  const [prefix, digits] = [series.slice(0, 2).toUpperCase(), String(number).padStart(2, '0')];
  const name = number === 1 ? 'Test vehicle' : `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${digits}`;
  return { name, plate: `${prefix}-${digits}-${(number * 379) % 1000}`, kind };
};

/** Gives a tenant its vehicles, each with a device. Ids follow from the number, so what is there already stays as it is; a lost key is replaced. */
export const seedFleet = (
  { streams, lookups }: Pick<Services, 'streams' | 'lookups'>,
  { id: tenantId, series, vehicles }: Readonly<{ id: string; series: string; vehicles: number }>,
  keyOf: KeyOf,
): Promise<DemoTenant['devices'][number][]> => {
  const now = new Date().toISOString();
  const run = { at: now, actor: 'system:seed', correlationId: 'seed' };

  const provide = async (number: number) => {
    const [vehicleId, deviceId] = [`veh_${series}_${number}`, `dev_${series}_${number}`];
    const entry = { vehicleId, ...vehicleNumber(number, series), now };
    await execute(vehicle)(streams, vehicleStream(tenantId, vehicleId), { type: 'Register', data: entry }, run);
    const { pk, id } = vehicleShardAddress(tenantId, vehicleId);
    const { shard } = await lookups.claim(pk, id, { shard: 0 }); // Where the first few hundred of every fleet are.
    const key = keyOf('dk', `${tenantId} ${deviceId}`);
    const keyHash = hashOf(key);
    const change = (type: 'Register' | 'RotateKey') => {
      const data = { deviceId, vehicleId, shard, name: 'Tracker', keyHash, now };
      return execute(device)(streams, deviceStream(tenantId, deviceId), { type, data }, run);
    };
    await change('Register').catch((error) => {
      if (!isKind(error, 'conflict')) throw error;
      return change('RotateKey');
    });
    return { vehicleId, deviceId, key };
  };
  return Promise.all(Array.from({ length: vehicles }, (_, index) => provide(index + 1)));
};
