import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { textOf } from '../../shared/http/request.ts';
import { json } from '../../shared/http/respond.ts';
import { Ingested } from './contract.ts';
import { readingOf } from './decoded.ts';
import { deviceCaller } from './device-caller.ts';
import { outOfService } from './in-service.ts';
import { invalidFix } from './invalid-fix.ts';
import { readOsmAnd } from './protocols/osmand.ts';
import { rawKeeper } from './raw-messages.ts';
import { takeIn } from './take-in.ts';

/** One fix of a phone or tracker that speaks the OsmAnd protocol, in the query or as a form. */
export const ingestOsmAnd = endpoint({
  summary: 'Send a fix by the OsmAnd protocol',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  answer: accepted(Ingested),
  authenticate: deviceCaller,
  async run({ request, caller: { tenantId, device } }, services) {
    const fields = new URLSearchParams(request.query);
    if (request.method === 'POST')
      for (const [name, value] of new URLSearchParams(await textOf(request))) fields.set(name, value);
    const receivedAt = services.clock().getTime();
    const { deviceId } = device;
    rawKeeper(services)(tenantId, { deviceId, protocol: 'osmand', receivedAt, bytes: String(fields) });
    const read = readOsmAnd(fields, receivedAt);
    const [fate] = await takeIn(services, tenantId, [{ device, reading: readingOf(read) }], receivedAt);
    if ('issues' in read) throw invalidFix(read.issues);
    if (fate?.status !== 'accepted') throw outOfService();
    return json(202, { accepted: 1 });
  },
});
