import type { Demo } from '../../../local/demo/demo-file.ts';
import type { Recording } from './recording.ts';
import type { Device } from './timeline.ts';

export type Tenant = Demo['tenants'][number];

export interface Casting {
  /** The device that plays each vehicle of the recordings. */
  readonly devices: ReadonlyMap<string, Device>;
  /** Vehicles nobody plays, because there are more of them than devices. */
  readonly left: readonly string[];
}

/** The tenant with that number, counted from 1. Throws with the tenants there are. */
export const tenantNumber = (demo: Demo, number: number): Tenant => {
  const tenant = demo.tenants[number - 1];
  if (tenant) return tenant;
  const names = demo.tenants.map(({ name }, index) => `${index + 1} (${name})`).join(', ');
  throw new Error(`There is no tenant ${number}. There are: ${names}.`);
};

/** A device by its key, its id or its vehicle's id; any other text is taken for the key of a device outside the demo. */
export const deviceNamed = ({ devices }: Tenant, name: string): Device =>
  devices.find(({ key, deviceId, vehicleId }) => name === key || name === deviceId || name === vehicleId) ?? {
    key: name,
  };

/** Keeps the vehicles asked for; all of them when none is. Throws when one is not in the recordings. */
export const onlyVehicles = (recordings: readonly Recording[], vehicles: readonly string[]): Recording[] => {
  if (vehicles.length === 0) return [...recordings];
  const present = namesIn(recordings);
  const missing = vehicles.find((vehicle) => !present.includes(vehicle));
  if (missing !== undefined)
    throw new Error(`Vehicle '${missing}' is not in the recording. There are: ${some(present)}.`);
  return recordings
    .map((recording) => ({
      ...recording,
      tracks: recording.tracks.filter(({ vehicle }) => vehicles.includes(vehicle)),
    }))
    .filter(({ tracks }) => tracks.length > 0);
};

/** Gives the tenant's devices to the vehicles: the longest track gets the first device, which nobody else drives. */
export const castTenant = (recordings: readonly Recording[], { devices }: Tenant): Casting => {
  const lengths = new Map<string, number>();
  for (const { vehicle, points } of recordings.flatMap(({ tracks }) => tracks))
    lengths.set(vehicle, (lengths.get(vehicle) ?? 0) + points.length);
  const names = [...lengths].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return {
    devices: new Map(names.slice(0, devices.length).flatMap((name, index) => pair(name, devices[index]))),
    left: names.slice(devices.length),
  };
};

/** Gives everything to one device. Throws when a recording has several vehicles, which cannot be one. */
export const castDevice = (recordings: readonly Recording[], device: Device): Casting => {
  const crowd = recordings.find(({ tracks }) => tracks.length > 1);
  if (crowd)
    throw new Error(
      `${crowd.file} has ${crowd.tracks.length} vehicles for one device. Choose one with --vehicle: ${some(namesIn([crowd]))}.`,
    );
  return { devices: new Map(namesIn(recordings).map((name) => [name, device])), left: [] };
};

const pair = (name: string, device: Device | undefined): [string, Device][] => (device ? [[name, device]] : []);

const namesIn = (recordings: readonly Recording[]): string[] => [
  ...new Set(recordings.flatMap(({ tracks }) => tracks.map(({ vehicle }) => vehicle))),
];

const some = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');
