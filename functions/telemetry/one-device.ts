import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { DeviceEntry } from '../devices/contract.ts';
import { devicesOf } from './caller-devices.ts';
import { DeviceHealth, DeviceMessage } from './contract.ts';
import { healthOf } from './device-health.ts';
import { newestOf, RAW_DAYS, type RawMessage } from './raw-messages.ts';

const one = z.object({ deviceId: z.string().max(64) });

/** @throws FleetError `not-found` when the company has no such device, or not for this caller */
const deviceOf = async (services: Services, caller: Caller, deviceId: string): Promise<DeviceEntry> => {
  const device = (await devicesOf(services, caller, new Set([deviceId]))).known.get(deviceId);
  if (!device) throw notFound('devices/not-found', 'There is no such device.');
  return device;
};

/** How a device does: what of it was kept and what was not, and why. */
export const deviceHealth = endpoint({
  summary: 'Show how a device does',
  description: 'Counted since it reports for its vehicle.',
  scope: 'devices:read',
  params: one,
  answer: DeviceHealth,
  async run({ params, caller }, services) {
    const { deviceId: id, shard } = await deviceOf(services, caller, params.deviceId);
    const [health] = await healthOf(services, caller.tenantId, [{ id, shard }]);
    return ok(health);
  },
});

const HOUR_MS = 3_600_000;
const MAX_HOURS = 24;
const MAX_SHOWN_BYTES = 8_192;

const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const shown = ({ receivedAt, protocol, bytes }: RawMessage) => {
  const all = Buffer.from(bytes);
  const isText = isUtf8(all);
  return {
    ...{ receivedAt: new Date(receivedAt).toISOString(), protocol, encoding: isText ? 'text' : 'base64' },
    data: all.subarray(0, MAX_SHOWN_BYTES).toString(isText ? 'utf8' : 'base64'),
    truncated: all.length > MAX_SHOWN_BYTES,
  };
};

/** What a device has sent, as it came. */
export const deviceMessages = endpoint({
  summary: 'List the messages of a device as it has sent them',
  description: `Newest first, of the last hour or of the span given: of ${MAX_HOURS} hours at most, and of the last ${RAW_DAYS} days. They are there within half a minute. Of what a provider has sent, the records of this device; what a gateway has sent of several devices at once is not among them.`,
  scope: 'telemetry:read',
  params: one,
  query: z.strictObject({
    from: Instant.optional(),
    to: Instant.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(DeviceMessage) }),
  async run({ params, query, caller }, services) {
    const { deviceId } = await deviceOf(services, caller, params.deviceId);
    const to = query.to ?? services.clock().getTime() + 1;
    const from = Math.max(query.from ?? to - HOUR_MS, to - MAX_HOURS * HOUR_MS);
    const messages = await newestOf(services.history, caller.tenantId, deviceId, { from, to }, query.limit);
    return ok({ items: messages.map(shown) });
  },
});
