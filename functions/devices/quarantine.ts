import { isUtf8 } from 'node:buffer';
import { writeBehind } from '../../shared/documents/write-behind.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { DeviceId, devicesPartition, type QuarantinedDevice } from './contract.ts';

/** A message of a device that nobody has registered. */
export interface StrangeMessage {
  readonly deviceId: string;
  readonly protocol: string;
  readonly raw: Buffer | string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Where it says to be, where that could be read; `at` in milliseconds since 1970. */
  readonly position?: { readonly at: number; readonly lat: number; readonly lon: number };
}

/** Of one device: how often it was heard since it was written down the last time. */
interface Heard {
  readonly first: number;
  readonly times: number;
  readonly last: StrangeMessage;
}

export const QUARANTINE = 'quarantine';
const KEEP_SECONDS = 30 * 86_400;
const EVERY_MS = 5_000;
/** Whoever sends made-up ids costs no more than this: further ones are not written down until others are dismissed or forgotten. */
export const MAX_QUARANTINED = 1_000;
const MAX_RAW_BYTES = 2_048;
const MAX_ATTEMPTS = 5;

const rawOf = (raw: Buffer | string): QuarantinedDevice['raw'] => {
  const bytes = typeof raw === 'string' ? Buffer.from(raw) : raw;
  const isText = typeof raw === 'string' || isUtf8(raw);
  const data = bytes.subarray(0, MAX_RAW_BYTES).toString(isText ? 'utf8' : 'base64');
  return { encoding: isText ? 'text' : 'base64', data, truncated: bytes.length > MAX_RAW_BYTES };
};

const instant = (at: number): string => new Date(at).toISOString();

const documentOf = (before: QuarantinedDevice | undefined, { first, times, last }: Heard): QuarantinedDevice => {
  const { deviceId, protocol, raw, receivedAt, position } = last;
  const where = position ? { ...position, at: instant(position.at) } : before?.position;
  return {
    id: deviceId,
    firstSeenAt: before?.firstSeenAt ?? instant(first),
    lastSeenAt: instant(receivedAt),
    times: (before?.times ?? 0) + times,
    protocol,
    raw: rawOf(raw),
    ...(where && { position: where }),
  };
};

const addressOf = (id: string) => ({ path: [QUARANTINE], id });

/**
 * Adds what was heard to what is written down. Another instance may do so at the same time: what it was faster with is done again on top of that.
 * Some requests, however many devices there are.
 */
const note = async ({ operations, log }: Services, tenantId: string, heard: readonly Heard[]): Promise<void> => {
  let left = heard;
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > MAX_ATTEMPTS) {
      log.warn('Quarantined devices were not kept: written by too many at once', { tenantId, lost: left.length });
      return;
    }
    const stored = await operations.getMany<QuarantinedDevice>(
      tenantId,
      left.map(({ last }) => addressOf(last.deviceId)),
    );
    const isNew = stored.some((found) => !found);
    let room = isNew ? MAX_QUARANTINED - (await operations.in(tenantId, QUARANTINE).count()) : 0;
    const writes = left.flatMap((one, index) => {
      const found = stored[index];
      if (!found && --room < 0) return [];
      const condition = found ? { ifMatch: found.etag } : { create: true };
      const doc = documentOf(found?.doc, one);
      return [{ one, put: { ...addressOf(doc.id), doc, ...condition, keepSeconds: KEEP_SECONDS } }];
    });
    const written = await operations.putMany<QuarantinedDevice>(
      tenantId,
      writes.map(({ put }) => put),
    );
    left = writes.flatMap(({ one }, index) => (written[index] ? [] : [one]));
  }
};

/** So that what is held in memory does not hold a whole request. */
const bounded = (message: StrangeMessage): StrangeMessage => ({
  ...message,
  raw:
    typeof message.raw === 'string'
      ? message.raw.slice(0, MAX_RAW_BYTES + 1)
      : Buffer.from(message.raw.subarray(0, MAX_RAW_BYTES + 1)),
});

const keeper = (services: Services) =>
  writeBehind<StrangeMessage, Map<string, Heard>>(services, {
    name: 'Quarantined devices',
    everyMs: EVERY_MS,
    begin: () => new Map(),
    add(held, message) {
      const known = held.get(message.deviceId);
      if (known) held.set(message.deviceId, { ...known, times: known.times + 1, last: bounded(message) });
      // Of more than can be kept nothing need be remembered.
      else if (held.size < MAX_QUARANTINED)
        held.set(message.deviceId, { first: message.receivedAt, times: 1, last: bounded(message) });
      return undefined;
    },
    async write(tenantId, held) {
      // Adopted in the meantime.
      const registered = await services.lookups.findMany(devicesPartition(tenantId), held.keys());
      const strangers = [...held.values()].filter(({ last }) => !registered.has(last.deviceId));
      await note(services, tenantId, strangers);
    },
  });

const keepers = perServices(keeper);

/** Notes devices that nobody has registered; what cannot be the id of one is passed over. */
export const noteStrangers = (services: Services, tenantId: string, entries: readonly StrangeMessage[]): void => {
  const keep = keepers(services);
  for (const entry of entries) if (DeviceId.safeParse(entry.deviceId).success) keep(tenantId, entry);
};
