import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { acceptFixes } from './accept-fixes.ts';
import { Ingested } from './contract.ts';
import { deviceCaller } from './device-caller.ts';
import { requireInService } from './in-service.ts';
import { invalidFix } from './invalid-fix.ts';
import { readTraccar, TraccarMessage } from './protocols/traccar.ts';

/** What the Traccar Client posts: one location, or those it kept while it had no network. The good ones are kept. */
export const ingestTraccar = endpoint({
  summary: 'Send fixes as the Traccar Client does',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  answer: accepted(Ingested),
  authenticate: deviceCaller,
  body: TraccarMessage,
  async run({ body: { location }, caller: { tenantId, device } }, services) {
    const receivedAt = services.clock().getTime();
    const { vehicleId, shard, deviceId } = device;
    const several = Array.isArray(location);
    const read = (several ? location : [location]).map((one) => readTraccar(one, receivedAt));
    const located = read.flatMap((one) =>
      'fix' in one ? [{ vehicleId, shard, deviceId, fix: { ...one.fix, receivedAt } }] : [],
    );
    const issues = read.flatMap((one, index) =>
      'issues' in one
        ? one.issues.map(({ path, message }) => ({ path: ['location', ...(several ? [index] : []), ...path], message }))
        : [],
    );
    if (located.length === 0) throw invalidFix(issues);
    await requireInService(services, tenantId, vehicleId);
    await acceptFixes(services)(tenantId, located);
    return json(202, {
      accepted: located.length,
      rejected: read.length - located.length,
      ...(issues.length > 0 && { issues }),
    });
  },
});
