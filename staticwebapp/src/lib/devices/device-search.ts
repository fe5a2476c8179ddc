export const DEVICE_TABS = ['registered', 'unknown', 'providers'] as const;
export type DeviceTab = (typeof DEVICE_TABS)[number];

/** What of the devices is shown; it is in the page's address. */
export interface DeviceSearch {
  /** Absent: the registered ones. */
  readonly tab?: Exclude<DeviceTab, 'registered'>;
  /** The vehicle whose devices are shown. */
  readonly vehicle?: string;
  /** The device that is looked at. */
  readonly device?: string;
}

const idOf = (value: unknown): string | undefined =>
  ['string', 'number'].includes(typeof value) && value !== '' ? String(value).slice(0, 100) : undefined;

/** What an address says, without what makes no sense. */
export const deviceSearch = ({ tab, vehicle, device }: Record<string, unknown>): DeviceSearch => {
  const [vehicleId, deviceId] = [idOf(vehicle), idOf(device)];
  return {
    ...((tab === 'unknown' || tab === 'providers') && { tab }),
    ...(vehicleId && { vehicle: vehicleId }),
    ...(deviceId && { device: deviceId }),
  };
};
