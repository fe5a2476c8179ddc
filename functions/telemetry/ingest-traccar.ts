import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { json } from '../../shared/http/respond.ts';
import { Ingested } from './contract.ts';
import { readingOf } from './decoded.ts';
import { deviceCaller } from './device-caller.ts';
import { outOfService } from './in-service.ts';
import { invalidFix } from './invalid-fix.ts';
import { readTraccar, TraccarMessage } from './protocols/traccar.ts';
import { rawKeeper } from './raw-messages.ts';
import { MAX_INGEST_BYTES } from './read-frames.ts';
import { takeIn } from './take-in.ts';

/** What the Traccar Client posts: one location, or those it kept while it had no network. The good ones are kept. */
export const ingestTraccar = endpoint({
  summary: 'Send fixes as the Traccar Client does',
  scope: 'telemetry:ingest',
  counted: 'ingest',
  answer: accepted(Ingested),
  authenticate: deviceCaller,
  body: TraccarMessage,
  maxBytes: MAX_INGEST_BYTES,
  async run({ body, caller: { tenantId, device } }, services) {
    const { location } = body;
    const receivedAt = services.clock().getTime();
    const { deviceId } = device;
    rawKeeper(services)(tenantId, { deviceId, protocol: 'traccar', receivedAt, bytes: JSON.stringify(body) });
    const several = Array.isArray(location);
    const read = (several ? location : [location]).map((one) => readTraccar(one, receivedAt));
    const issues = read.flatMap((one, index) =>
      'issues' in one
        ? one.issues.map(({ path, message }) => ({ path: ['location', ...(several ? [index] : []), ...path], message }))
        : [],
    );
    const said = read.map((one) => ({ device, reading: readingOf(one) }));
    const fates = await takeIn(services, tenantId, said, receivedAt);
    const taken = fates.filter(({ status }) => status === 'accepted').length;
    if (read.every((one) => 'issues' in one)) throw invalidFix(issues);
    if (taken === 0) throw outOfService();
    return json(202, {
      accepted: taken,
      rejected: read.length - taken,
      ...(issues.length > 0 && { issues }),
    });
  },
});
