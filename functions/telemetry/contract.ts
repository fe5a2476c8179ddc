import { z } from 'zod';

/** The queue every accepted fix goes through. */
export const TELEMETRY_QUEUE = 'telemetry';

/** Who has done what follows from measurements alone. */
export const MEASURED = 'system:telemetry';

/** Why something that came from a device is not believed. Each is counted, by device. What is `too-late` is kept in the history all the same. */
export const DROP_REASONS = [
  'malformed',
  'truncated',
  'checksum',
  'no-position',
  'zero',
  'invalid',
  'future',
  'ancient',
  'out-of-service',
  'duplicate',
  'too-late',
  'accuracy',
  'speed',
  'acceleration',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What a device measured. SI units, degrees. */
export interface Measurement {
  readonly lat: number;
  readonly lon: number;
  /** Metres per second. */
  readonly speed?: number;
  /** Degrees clockwise from true north, 0 to below 360. */
  readonly heading?: number;
  /** Metres, one standard deviation. */
  readonly accuracy?: number;
  /** Metres above the ellipsoid. */
  readonly altitude?: number;
  /** Whatever else the device said: `batteryLevel` (percent), `ignition`, `odometer` (metres), ... */
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Where a vehicle was at one instant, as the API and the live channel show it. */
export const Position = z
  .object({
    vehicleId: z.string(),
    at: z.iso.datetime().describe('When the device measured it.'),
    receivedAt: z.iso.datetime().describe('When it arrived.'),
    lat: z.number().min(-90).max(90).describe('Degrees, WGS 84.'),
    lon: z.number().min(-180).max(180).describe('Degrees, WGS 84.'),
    speed: z.number().min(0).exactOptional().describe('Metres per second.'),
    heading: z.number().min(0).lt(360).exactOptional().describe('Degrees clockwise from true north.'),
    accuracy: z.number().min(0).exactOptional().describe('Metres, one standard deviation.'),
    altitude: z.number().exactOptional().describe('Metres above the ellipsoid.'),
    attributes: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .exactOptional()
      .describe('Whatever else the device said.'),
  })
  .meta({ id: 'Position' });

export interface Position extends Measurement {
  readonly vehicleId: string;
  readonly at: string;
  readonly receivedAt: string;
}

/** Where something began or ended. */
export const Spot = z
  .strictObject({
    lat: z.number().describe('Degrees, WGS 84.'),
    lon: z.number().describe('Degrees, WGS 84.'),
    place: z
      .strictObject({ kind: z.enum(['geofence', 'place']), id: z.string(), name: z.string() })
      .exactOptional()
      .describe('What the company calls it.'),
  })
  .meta({ id: 'Spot', description: 'A spot, and what the company calls it.' });

export const Issue = z
  .object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })
  .meta({ id: 'Issue' });

/** How many fixes were taken. */
export const Ingested = z
  .object({ accepted: z.int(), rejected: z.int().exactOptional(), issues: z.array(Issue).exactOptional() })
  .meta({ id: 'Ingested' });

/** What became of each fix of a batch, in the order sent. */
export const IngestedBatch = z
  .object({
    accepted: z.int(),
    rejected: z.int(),
    results: z.array(
      z.discriminatedUnion('status', [
        z.object({ index: z.int(), status: z.literal('accepted') }),
        z.object({ index: z.int(), status: z.literal('rejected'), code: z.string(), issues: z.array(Issue) }),
      ]),
    ),
  })
  .meta({ id: 'IngestedBatch' });

const Drops = z.partialRecord(z.enum(DROP_REASONS), z.int()).describe('How many readings were not kept, by reason.');

/** What became of the frames of several devices. */
export const IngestedFrames = z
  .object({
    accepted: z.int(),
    rejected: z.int(),
    devices: z.array(
      z.discriminatedUnion('status', [
        z.object({ deviceId: z.string(), status: z.literal('known'), accepted: z.int(), dropped: Drops }),
        z.object({ deviceId: z.string(), status: z.literal('unknown') }),
      ]),
    ),
    nameless: Drops.exactOptional().describe('What could not be read so far that it would say of which device it is.'),
    answer: z.string().exactOptional().describe('What the device expects to hear, in base64.'),
  })
  .meta({ id: 'IngestedFrames' });

/** What has come of a device while it reports for the vehicles of its shard. */
export const DeviceHealth = z
  .object({
    deviceId: z.string(),
    accepted: z.int().describe('Fixes that were kept.'),
    late: z.int().describe('How many of these were older than one that was there already.'),
    dropped: Drops,
    since: z.iso.datetime().exactOptional().describe('When it was heard first; absent when it never was.'),
    heardAt: z.iso.datetime().exactOptional().describe('When it was heard last.'),
    fixAt: z.iso.datetime().exactOptional().describe('The newest moment it has measured, by its own clock.'),
    clockOffsetSeconds: z
      .number()
      .exactOptional()
      .describe('By how much its clock is ahead, about; negative when it is behind, or sends late.'),
  })
  .meta({ id: 'DeviceHealth' });
export type DeviceHealth = Readonly<z.infer<typeof DeviceHealth>>;

/** A message as the device has sent it. */
export const DeviceMessage = z
  .object({
    receivedAt: z.iso.datetime(),
    protocol: z.string(),
    encoding: z.enum(['text', 'base64']),
    data: z.string(),
    truncated: z.boolean().describe('Whether it was longer: only its beginning is shown.'),
  })
  .meta({ id: 'DeviceMessage' });
