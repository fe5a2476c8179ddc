import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { FleetError, type Issue } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { quarantined } from '../devices/use-cases.ts';
import { type CallerDevices, devicesOf } from './caller-devices.ts';
import { IngestedBatch } from './contract.ts';
import { readingOf } from './decoded.ts';
import { RETIRED } from './in-service.ts';
import { BatchBody, readBatchFix } from './protocols/batch.ts';
import { rawKeeper } from './raw-messages.ts';
import { MAX_INGEST_BYTES } from './read-frames.ts';
import { type Said, takeIn } from './take-in.ts';

type Result =
  | { readonly index: number; readonly status: 'accepted' }
  | { readonly index: number; readonly status: 'rejected'; readonly code: string; readonly issues: readonly Issue[] };

/** A fix of the batch as it was sent, and what it says. */
interface Sent {
  readonly raw: unknown;
  readonly read: ReturnType<typeof readBatchFix>;
}

const UNKNOWN_DEVICE = 'telemetry/unknown-device';

const rejected = (index: number, code: string, issues: readonly Issue[]): Result => ({
  index,
  status: 'rejected',
  code,
  issues: issues.map(({ path, message }) => ({ path: ['fixes', index, ...path], message })),
});

/** Nothing of the batch could be used: the reason they share, or that they were not valid. */
const refusal = (results: readonly Result[]): FleetError => {
  const issues = results.flatMap((result) => ('issues' in result ? result.issues : []));
  if (results.every((result) => 'code' in result && result.code === UNKNOWN_DEVICE))
    return new FleetError('unauthenticated', UNKNOWN_DEVICE, 'None of these devices is known.', { issues, results });
  return new FleetError('invalid', 'telemetry/invalid-fix', 'None of the fixes can be used.', { issues, results });
};

/** What could not be used can be looked at later; the rest of a batch is what it says, and need not be kept twice. */
const keepUnused = async (
  services: Services,
  tenantId: string,
  sent: readonly Sent[],
  { known, strangers }: CallerDevices,
  receivedAt: number,
): Promise<void> => {
  const protocol = 'batch';
  const keep = rawKeeper(services);
  const strange = sent.flatMap(({ raw, read }) => {
    const { deviceId } = read;
    if ('fix' in read && deviceId !== undefined && known.has(deviceId)) return [];
    const text = JSON.stringify(raw);
    keep(tenantId, { ...(deviceId !== undefined && { deviceId }), protocol, receivedAt, bytes: text });
    if (deviceId === undefined || !strangers.has(deviceId)) return [];
    const message = { deviceId, protocol, raw: text, receivedAt };
    if (!('fix' in read)) return [message];
    const { at, lat, lon } = read.fix;
    return [{ ...message, position: { at, lat, lon } }];
  });
  await quarantined(services, tenantId, strange);
};

/** Fixes of many devices at once, from an integration. Every fix gets its own result; good ones are kept whatever the others are. */
export const ingestBatch = endpoint({
  summary: 'Send fixes of many devices',
  description:
    'At most 4 MiB. Devices that are not registered are put in quarantine. Attributes may hold what the bus of a vehicle says, to be read: `obd`, answers to the OBD-II services 01, 03, 07 and 0A in hexadecimal, and `j1939`, frames such as `18FEEE00#7DFFFFFFFFFFFFFF`; several with a semicolon between them, 1,000 characters at most. What cannot be read stays there.',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  answer: accepted(IngestedBatch),
  body: BatchBody,
  maxBytes: MAX_INGEST_BYTES,
  async run({ body: { fixes }, caller }, services) {
    const { tenantId } = caller;
    const receivedAt = services.clock().getTime();
    const sent = fixes.map((raw): Sent => ({ raw, read: readBatchFix(raw, receivedAt) }));
    const ids = new Set(sent.flatMap(({ read: { deviceId } }) => (deviceId === undefined ? [] : [deviceId])));
    const devices = await devicesOf(services, caller, ids);

    const said: (Said & { readonly index: number })[] = [];
    const results = sent.map(({ read }, index): Result => {
      const device = devices.known.get(read.deviceId ?? '');
      if (device) said.push({ device, reading: readingOf(read), index });
      if ('issues' in read) return rejected(index, 'telemetry/invalid-fix', read.issues);
      if (!device)
        return rejected(index, UNKNOWN_DEVICE, [{ path: ['deviceId'], message: 'This device is not known.' }]);
      return { index, status: 'accepted' };
    });
    await keepUnused(services, tenantId, sent, devices, receivedAt);
    const fates = await takeIn(services, tenantId, said, receivedAt);
    for (const [position, fate] of fates.entries()) {
      const { index = 0, reading } = said[position] ?? {};
      if (fate.status === 'dropped' && reading && 'fix' in reading)
        results[index] = rejected(index, RETIRED, [fate.issue]);
    }
    const taken = results.filter(({ status }) => status === 'accepted').length;
    if (taken === 0) throw refusal(results);
    return json(202, { accepted: taken, rejected: fixes.length - taken, results });
  },
});
