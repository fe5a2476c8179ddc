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
import { osmand } from './protocols/osmand-protocol.ts';
import { rawKeeper } from './raw-messages.ts';
import { ingested } from './read-frames.ts';
import { takeIn } from './take-in.ts';

const IS_JSON = /^\s*\{/;

/** One fix of a phone or tracker that speaks the OsmAnd protocol, in the query or as a form; or, as newer phone apps send it, JSON with one or several. */
export const ingestOsmAnd = endpoint({
  summary: 'Send a fix by the OsmAnd protocol',
  description:
    'Fields that are not known become attributes; `obd` and `j1939` are read as in a batch. In a query the `#` of a frame is written `%23`.',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  answer: accepted(Ingested),
  authenticate: deviceCaller,
  async run({ request, caller: { tenantId, device } }, services) {
    const receivedAt = services.clock().getTime();
    const { deviceId } = device;
    const keep = (bytes: string) => rawKeeper(services)(tenantId, { deviceId, protocol: 'osmand', receivedAt, bytes });
    const body = request.method === 'POST' ? await textOf(request) : '';
    if (IS_JSON.test(body)) {
      keep(body);
      const { readings } = osmand.read(Buffer.from(body), receivedAt);
      const said = readings.map((reading) => ({ device, reading }));
      return ingested(await takeIn(services, tenantId, said, receivedAt));
    }
    const fields = new URLSearchParams(request.query);
    for (const [name, value] of new URLSearchParams(body)) fields.set(name, value);
    keep(String(fields));
    const read = readOsmAnd(fields, receivedAt);
    const [fate] = await takeIn(services, tenantId, [{ device, reading: readingOf(read) }], receivedAt);
    if ('issues' in read) throw invalidFix(read.issues);
    if (fate?.status !== 'accepted') throw outOfService();
    return json(202, { accepted: 1 });
  },
});
