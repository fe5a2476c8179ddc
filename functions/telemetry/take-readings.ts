import type { Caller } from '../../shared/identity/caller.ts';
import type { Services } from '../../shared/services.ts';
import { quarantined } from '../devices/use-cases.ts';
import { type CallerDevices, devicesOf } from './caller-devices.ts';
import type { Told } from './protocols/providers/told.ts';
import { type Said, takeIn } from './take-in.ts';

/** What became of readings, counted. */
export interface Taken {
  readonly accepted: number;
  /** What could not be used, is of vehicles that are out of service, or of devices that the caller may not speak for. */
  readonly rejected: number;
  /** What is of devices that nobody has registered. */
  readonly quarantined: number;
}

/** Puts what is of devices that nobody has registered into quarantine. @returns how much that was */
const quarantine = async (
  services: Services,
  tenantId: string,
  protocol: string,
  readings: readonly Told[],
  { strangers }: CallerDevices,
  receivedAt: number,
): Promise<number> => {
  const strange = readings.flatMap((reading) => {
    const { deviceId, record } = reading;
    if (deviceId === undefined || !strangers.has(deviceId)) return [];
    const message = { deviceId, protocol, raw: JSON.stringify(record) ?? 'null', receivedAt };
    if (!('fix' in reading)) return [message];
    const { at, lat, lon } = reading.fix;
    return [{ ...message, position: { at, lat, lon } }];
  });
  await quarantined(services, tenantId, strange);
  return strange.length;
};

/** Takes what somebody says of many devices: resolves once the broker has the fixes, and with them what was dropped, to be counted by device. */
export const takeReadings = async (
  services: Services,
  caller: Pick<Caller, 'tenantId' | 'groups'>,
  protocol: string,
  readings: readonly Told[],
  receivedAt: number,
): Promise<Taken> => {
  if (readings.length === 0) return { accepted: 0, rejected: 0, quarantined: 0 };
  const { tenantId } = caller;
  const ids = new Set(readings.flatMap(({ deviceId }) => (deviceId === undefined ? [] : [deviceId])));
  const devices = await devicesOf(services, caller, ids);
  const said = readings.flatMap((reading): Said[] => {
    const device = devices.known.get(reading.deviceId ?? '');
    return device ? [{ device, reading }] : [];
  });
  const strange = await quarantine(services, tenantId, protocol, readings, devices, receivedAt);
  const fates = await takeIn(services, tenantId, said, receivedAt);
  const accepted = fates.filter(({ status }) => status === 'accepted').length;
  return { accepted, rejected: readings.length - accepted - strange, quarantined: strange };
};
