import type { Caller } from '../../shared/identity/caller.ts';
import type { Services } from '../../shared/services.ts';
import { type DeviceEntry, devicesPartition } from '../devices/contract.ts';
import { seenBy } from '../vehicles/use-cases.ts';

export interface CallerDevices {
  /** Those for which the caller may speak. */
  readonly known: ReadonlyMap<string, DeviceEntry>;
  /** Ids that no device of the company has. */
  readonly strangers: ReadonlySet<string>;
}

/**
 * The devices of a batch, each looked up once. A device of another company is as unknown as one that never was, and so is, for whoever is limited to
 * groups, one that reports for a vehicle elsewhere; only that one is no stranger.
 */
export const devicesOf = async (
  services: Services,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  ids: ReadonlySet<string>,
): Promise<CallerDevices> => {
  const found = await services.lookups.findMany<DeviceEntry>(devicesPartition(caller.tenantId), ids);
  const seen = new Set(await seenBy(services, caller, [...found.values()]));
  return {
    known: new Map([...found].filter(([, device]) => seen.has(device))),
    strangers: new Set([...ids].filter((id) => !found.has(id))),
  };
};
