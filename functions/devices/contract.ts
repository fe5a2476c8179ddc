import { z } from 'zod';
import { stepNamed } from '../../shared/kernel/step.ts';
import { DeviceHealth } from '../telemetry/contract.ts';

/** Ours (`dev_<ulid>`), or whatever the maker calls it: an IMEI, a phone's identifier. */
export const DeviceId = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.:-]{1,64}$/, 'Letters, digits and . : _ - only, at most 64, and not just dots.');

export const RegisterDeviceBody = z.object({
  vehicleId: z.string().min(1).max(64),
  deviceId: DeviceId.optional(),
  name: z.string().trim().min(1).max(80).optional(),
});

/** A device as the API shows it; its key is never listed. */
export const Device = z
  .object({
    id: z.string(),
    vehicleId: z.string().describe('The vehicle it reports for.'),
    name: z.string().exactOptional(),
    registeredAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ id: 'Device' });

/** A device in a list, which may show how each does. */
export const ListedDevice = Device.extend({ health: DeviceHealth.exactOptional() }).meta({ id: 'ListedDevice' });

export const DeviceWithKey = Device.extend({
  key: z.string().describe('What the device sends to prove itself. It is shown this once.'),
}).meta({ id: 'DeviceWithKey' });

/** A device that has sent something and is not registered: as the API shows it, and as it is kept. */
export const QuarantinedDevice = z
  .object({
    id: z.string().describe('Who it says it is.'),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    times: z.int().describe('How many messages were heard of it.'),
    protocol: z.string().describe('What its last message was read as.'),
    raw: z
      .object({
        encoding: z.enum(['text', 'base64']),
        data: z.string(),
        truncated: z.boolean().describe('Whether the message was longer: only its beginning is kept.'),
      })
      .describe('Its last message as it came.'),
    position: z
      .object({
        at: z.iso.datetime(),
        lat: z.number().min(-90).max(90).describe('Degrees, WGS 84.'),
        lon: z.number().min(-180).max(180).describe('Degrees, WGS 84.'),
      })
      .exactOptional()
      .describe('Where it says to have been last.'),
  })
  .meta({
    id: 'QuarantinedDevice',
    description: 'A device that sends and that nobody has registered. It is forgotten 30 days after its last message.',
  });
export type QuarantinedDevice = Readonly<z.infer<typeof QuarantinedDevice>>;

export const AdoptDeviceBody = z.strictObject({
  vehicleId: z.string().min(1).max(64).describe('The vehicle it shall report for.'),
  name: z.string().trim().min(1).max(80).optional(),
});

/** What the directory knows of a device: enough to accept a fix without asking anybody else. */
export interface DeviceEntry {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly vehicleId: string;
  /** Which shard of the tenant's vehicles keeps this vehicle's latest state. */
  readonly shard: number;
}

/** By the key it sends: the tenant is not known before. */
export const deviceKeyAddress = (keyHash: string) => ({ pk: `device-key:${keyHash}`, id: 'device' });
/** By its id, for a caller whose tenant is known. */
export const deviceAddress = (tenantId: string, deviceId: string) => ({ pk: devicesPartition(tenantId), id: deviceId });
/** All devices of a tenant, by their ids. */
export const devicesPartition = (tenantId: string) => `device:${tenantId}`;
/** Where a vehicle's telemetry is kept: `{ shard }`. */
export const vehicleShardAddress = (tenantId: string, vehicleId: string) => ({
  pk: `vehicle-shard:${tenantId}`,
  id: vehicleId,
});

// Steps that sagas of other areas may ask for.

export interface DeviceRef {
  readonly deviceId: string;
}

export interface DeviceMove extends DeviceRef {
  readonly fromVehicleId: string;
  readonly vehicleId: string;
}

export interface KeyReplacement extends DeviceRef {
  readonly keyHash: string;
}

/** Lets a device report for another vehicle of the company. */
export const moveDevice = stepNamed<DeviceMove>('devices-move');
export const moveDeviceBack = stepNamed<DeviceRef>('devices-move-back');
/** Gives a device another key; the one before stops working. */
export const replaceDeviceKey = stepNamed<KeyReplacement>('devices-replace-key');
export const restoreDeviceKey = stepNamed<DeviceRef>('devices-restore-key');

/**
 * A shard's state is one document with one writer: of so many vehicles it stays below the 2 MB that a document may have, whatever their devices say, and
 * a bucket brings enough to be worth its writing.
 */
export const VEHICLES_PER_SHARD = 512;

export const DEVICES_VIEW = 'devices';
