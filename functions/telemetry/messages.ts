import { z } from 'zod';
import type { Attributes, DropReason } from './contract.ts';
import type { ReceivedFix } from './fix.ts';

export const WAKEUPS_QUEUE = 'telemetry-wakeups';

/** A fix, the vehicle it belongs to and the device that sent it. */
export interface Located {
  readonly vehicleId: string;
  readonly shard: number;
  readonly deviceId: string;
  readonly fix: ReceivedFix;
}

/** Something a device sent that is not kept, and never was a fix. */
export interface Dropped extends Pick<Located, 'vehicleId' | 'shard' | 'deviceId'> {
  readonly reason: DropReason;
}

type Packed = readonly [
  vehicleId: string,
  at: number,
  lat: number,
  lon: number,
  speed: number | null,
  heading: number | null,
  accuracy: number | null,
  altitude: number | null,
  attributes: Attributes | null,
  /** Its place in the message's `devices`. */
  device: number,
];

/** What lies in the queue `telemetry`: fixes of one shard that arrived together. Tuples, because the names would be half of it. */
export interface FixMessage {
  readonly receivedAt: number;
  readonly fixes: readonly Packed[];
  readonly devices: readonly string[];
  /** What was not kept on the way in, to be counted. */
  readonly drops?: readonly (readonly [device: number, reason: DropReason, times: number])[];
}

export const pack = (vehicleId: string, fix: ReceivedFix, device: number): Packed => [
  vehicleId,
  fix.at,
  fix.lat,
  fix.lon,
  fix.speed ?? null,
  fix.heading ?? null,
  fix.accuracy ?? null,
  fix.altitude ?? null,
  fix.attributes ?? null,
  device,
];

export const unpack = (
  [, at, lat, lon, speed, heading, accuracy, altitude, attributes]: Packed,
  receivedAt: number,
): ReceivedFix => ({
  at,
  receivedAt,
  lat,
  lon,
  ...(speed !== null && { speed }),
  ...(heading !== null && { heading }),
  ...(accuracy !== null && { accuracy }),
  ...(altitude !== null && { altitude }),
  ...(attributes !== null && { attributes }),
});

/** The session of the queue that belongs to a shard: one worker at a time owns it. */
export const sessionOf = (tenantId: string, shard: number): string => `${tenantId}/${shard}`;

/** The shard whose session it is. */
export const shardOfSession = (session: string): WakeUp | undefined => {
  const [, tenantId, shard] = /^(.+)\/(\d+)$/.exec(session) ?? [];
  return tenantId === undefined ? undefined : { tenantId, shard: Number(shard) };
};

/** Says that fixes wait in a shard's session. */
export const WakeUp = z.object({ tenantId: z.string(), shard: z.number().int().min(0) });
export type WakeUp = z.infer<typeof WakeUp>;
