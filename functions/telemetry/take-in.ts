import type { Issue } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { DeviceEntry } from '../devices/contract.ts';
import { acceptFixes } from './accept-fixes.ts';
import type { DropReason } from './contract.ts';
import { retiredOf } from './in-service.ts';
import type { Dropped, Located } from './messages.ts';
import type { Reading } from './protocols/protocol.ts';

/** What a device of the company has said. */
export interface Said {
  readonly device: DeviceEntry;
  readonly reading: Reading;
}

/** What became of it: it is in the broker, or why not. */
export type Fate =
  | { readonly status: 'accepted' }
  | { readonly status: 'dropped'; readonly reason: DropReason; readonly issue: Issue };

const ACCEPTED: Fate = { status: 'accepted' };
const OUT_OF_SERVICE: Fate = {
  ...{ status: 'dropped', reason: 'out-of-service' },
  issue: { path: ['deviceId'], message: 'Its vehicle is out of service.' },
};

const fateOf = ({ device, reading }: Said, retired: ReadonlySet<string>): Fate => {
  if (!('fix' in reading)) return { status: 'dropped', reason: reading.reason, issue: reading.issue };
  return retired.has(device.vehicleId) ? OUT_OF_SERVICE : ACCEPTED;
};

/**
 * Takes what devices have said: resolves once the broker has the fixes, and with them what was dropped, to be counted by device.
 * @returns what became of each, in the order given
 */
export const takeIn = async (
  services: Services,
  tenantId: string,
  said: readonly Said[],
  receivedAt: number,
): Promise<readonly Fate[]> => {
  if (said.length === 0) return [];
  const vehicleIds = new Set(said.map(({ device }) => device.vehicleId));
  const retired = await retiredOf(services, tenantId, vehicleIds);
  const located: Located[] = [];
  const dropped: Dropped[] = [];
  const fates = said.map((one) => {
    const { vehicleId, shard, deviceId } = one.device;
    const fate = fateOf(one, retired);
    if (fate.status === 'dropped') dropped.push({ vehicleId, shard, deviceId, reason: fate.reason });
    else if ('fix' in one.reading)
      located.push({ vehicleId, shard, deviceId, fix: { ...one.reading.fix, receivedAt } });
    return fate;
  });
  await acceptFixes(services)(tenantId, located, dropped);
  return fates;
};
