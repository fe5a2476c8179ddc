import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import type { Caller } from '../../shared/identity/caller.ts';
import { FleetError, type Issue } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { type DeviceEntry, devicesPartition } from '../devices/contract.ts';
import { seenBy } from '../vehicles/use-cases.ts';
import { acceptFixes } from './accept-fixes.ts';
import { IngestedBatch } from './contract.ts';
import { RETIRED, retiredOf } from './in-service.ts';
import type { Located } from './messages.ts';
import { BatchBody, readBatchFix } from './protocols/batch.ts';

type Result =
  | { readonly index: number; readonly status: 'accepted' }
  | { readonly index: number; readonly status: 'rejected'; readonly code: string; readonly issues: readonly Issue[] };

const UNKNOWN_DEVICE = 'telemetry/unknown-device';

const rejected = (index: number, code: string, issues: readonly Issue[]): Result => ({
  index,
  status: 'rejected',
  code,
  issues: issues.map(({ path, message }) => ({ path: ['fixes', index, ...path], message })),
});

/**
 * The devices of a batch, each looked up once. A device of another company is as unknown as one that never was, and so is, for whoever is limited to
 * groups, one that reports for a vehicle elsewhere.
 */
const devicesOf = async (services: Services, caller: Caller, ids: ReadonlySet<string>) => {
  const found = await services.lookups.findMany<DeviceEntry>(devicesPartition(caller.tenantId), ids);
  const seen = new Set(await seenBy(services, caller, [...found.values()]));
  return new Map([...found].filter(([, device]) => seen.has(device)));
};

/** Nothing of the batch could be used: the reason they share, or that they were not valid. */
const refusal = (results: readonly Result[]): FleetError => {
  const issues = results.flatMap((result) => ('issues' in result ? result.issues : []));
  if (results.every((result) => 'code' in result && result.code === UNKNOWN_DEVICE))
    return new FleetError('unauthenticated', UNKNOWN_DEVICE, 'None of these devices is known.', { issues, results });
  return new FleetError('invalid', 'telemetry/invalid-fix', 'None of the fixes can be used.', { issues, results });
};

/** Fixes of many devices at once, from an integration. Every fix gets its own result; good ones are kept whatever the others are. */
export const ingestBatch = endpoint({
  summary: 'Send fixes of many devices',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  answer: accepted(IngestedBatch),
  body: BatchBody,
  async run({ body: { fixes }, caller }, services) {
    const { tenantId } = caller;
    const receivedAt = services.clock().getTime();
    const read = fixes.map((raw) => readBatchFix(raw, receivedAt));
    const ids = new Set(read.flatMap(({ deviceId }) => (deviceId === undefined ? [] : [deviceId])));
    const devices = await devicesOf(services, caller, ids);
    const vehicleIds = [...devices.values()].map(({ vehicleId }) => vehicleId);
    const retired = await retiredOf(services, tenantId, vehicleIds);

    const located: Located[] = [];
    const results = read.map((one, index): Result => {
      if ('issues' in one) return rejected(index, 'telemetry/invalid-fix', one.issues);
      const device = devices.get(one.deviceId ?? '');
      if (!device)
        return rejected(index, UNKNOWN_DEVICE, [{ path: ['deviceId'], message: 'This device is not known.' }]);
      if (retired.has(device.vehicleId))
        return rejected(index, RETIRED, [{ path: ['deviceId'], message: 'Its vehicle is out of service.' }]);
      located.push({
        vehicleId: device.vehicleId,
        shard: device.shard,
        deviceId: device.deviceId,
        fix: { ...one.fix, receivedAt },
      });
      return { index, status: 'accepted' };
    });
    if (located.length === 0) throw refusal(results);
    await acceptFixes(services)(tenantId, located);
    return json(202, { accepted: located.length, rejected: fixes.length - located.length, results });
  },
});
