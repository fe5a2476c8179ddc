import type { Services } from '../../shared/services.ts';
import { type DeviceEntry, devicesPartition } from '../devices/contract.ts';
import { queueing } from './accept-fixes.ts';
import { readingOf } from './decoded.ts';
import { retiredOf } from './in-service.ts';
import type { Located } from './messages.ts';
import { readBatchFix } from './protocols/batch.ts';
import { type Message, protocols } from './protocols/protocol.ts';
import { type RawMessage, rawMessages, type Span } from './raw-messages.ts';
import { parsed, toldBy } from './raw-payload.ts';

export interface Replay {
  readonly span: Span;
  /** Of all, unless told. */
  readonly deviceId?: string | undefined;
  readonly protocol?: string | undefined;
}

/** What came of the messages of a span. */
export interface Replayed {
  readonly messages: number;
  /** Fixes that are in the queue again; those that were known already are found out there. */
  readonly fixes: number;
  readonly dropped: number;
  /** Fixes of devices that are not registered, or whose vehicle is out of service. */
  readonly unknown: number;
  /** Messages that nobody reads: their protocol is gone. */
  readonly unread: number;
}

type Ports = Pick<Services, 'history' | 'lookups' | 'bus' | 'clock'> & {
  readonly settings: Pick<Services['settings'], 'telemetry'>;
};

/** What today's decoders make of a message; undefined when there is none for it. */
const readAgain = (raw: RawMessage): Message | undefined => {
  const { protocol, bytes, receivedAt } = raw;
  if (protocol === 'batch') {
    const { deviceId, ...read } = readBatchFix(parsed(bytes), receivedAt);
    return { ...(deviceId !== undefined && { deviceId }), readings: [readingOf(read)] };
  }
  const readings = toldBy(raw);
  return readings ? { readings } : protocols.get(protocol)?.read(Buffer.from(bytes), receivedAt);
};

type Counts = { -readonly [Key in keyof Replayed]: Replayed[Key] };

/** A fix, and who says to have sent it. */
interface Claimed {
  readonly deviceId: string;
  readonly fix: Located['fix'];
}

/** A device that has proven itself is who it is; what a gateway sends says whose it is. */
const claimsOf = (raw: RawMessage, message: Message, only: string | undefined, counts: Counts): Claimed[] =>
  message.readings.flatMap((reading): Claimed[] => {
    const deviceId = raw.deviceId ?? reading.deviceId ?? message.deviceId;
    if (only !== undefined && deviceId !== only) return [];
    if ('fix' in reading && deviceId !== undefined)
      return [{ deviceId, fix: { ...reading.fix, receivedAt: raw.receivedAt } }];
    counts['fix' in reading ? 'unknown' : 'dropped'] += 1;
    return [];
  });

/** What some messages say, of those that are asked for. */
const claimsIn = (messages: readonly RawMessage[], { deviceId, protocol }: Replay, counts: Counts): Claimed[] =>
  messages
    .filter((raw) => protocol === undefined || raw.protocol === protocol)
    .filter((raw) => deviceId === undefined || raw.deviceId === undefined || raw.deviceId === deviceId)
    .flatMap((raw) => {
      const message = readAgain(raw);
      counts.messages += 1;
      if (message) return claimsOf(raw, message, deviceId, counts);
      counts.unread += 1;
      return [];
    });

/** Of the fixes those whose devices report for a vehicle in service, with where they belong. */
const locatedOf = async (ports: Ports, tenantId: string, claims: readonly Claimed[]): Promise<Located[]> => {
  const ids = new Set(claims.map(({ deviceId }) => deviceId));
  const devices = await ports.lookups.findMany<DeviceEntry>(devicesPartition(tenantId), ids);
  const vehicleIds = new Set([...devices.values()].map(({ vehicleId }) => vehicleId));
  const retired = await retiredOf(ports, tenantId, vehicleIds);
  return claims.flatMap(({ deviceId, fix }): Located[] => {
    const device = devices.get(deviceId);
    if (!device || retired.has(device.vehicleId)) return [];
    return [{ vehicleId: device.vehicleId, shard: device.shard, deviceId, fix }];
  });
};

/**
 * Reads what devices have sent once more and puts the fixes into the queue, as if they had just come: for decoders that read more than they did, and for
 * devices that were registered too late. The pipeline drops what it knows already. Watchers are not told: it is history.
 */
export const replayRaw = async (ports: Ports, tenantId: string, replay: Replay): Promise<Replayed> => {
  const queue = queueing(ports);
  const counts: Counts = { messages: 0, fixes: 0, dropped: 0, unknown: 0, unread: 0 };
  for await (const messages of rawMessages(ports.history, tenantId, replay.span)) {
    const claims = claimsIn(messages, replay, counts);
    const located = await locatedOf(ports, tenantId, claims);
    counts.fixes += located.length;
    counts.unknown += claims.length - located.length;
    if (located.length > 0) await queue(tenantId, located);
  }
  return counts;
};
