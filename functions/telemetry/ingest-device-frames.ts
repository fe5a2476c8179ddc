import { z } from 'zod';
import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { bytesOf } from '../../shared/http/request.ts';
import { Ingested } from './contract.ts';
import { deviceCaller } from './device-caller.ts';
import type { Protocol } from './protocols/protocol.ts';
import { rawKeeper } from './raw-messages.ts';
import { FRAME_MEDIA, ingested, MAX_INGEST_BYTES, protocolNamed, readFrames } from './read-frames.ts';
import { takeIn } from './take-in.ts';

const BINARY = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';

const acknowledged = (answer: Buffer | string) => ({
  status: 202,
  headers: { 'content-type': typeof answer === 'string' ? TEXT : BINARY, 'cache-control': 'no-store' },
  body: answer,
});

/** Whatever frames a device has to send, in the protocol it speaks: all of them are of the device whose key it is, whoever they say they are. */
export const ingestDeviceFrames = (known: ReadonlyMap<string, Protocol>) =>
  endpoint({
    summary: 'Send what a device says, in its own protocol',
    description:
      'Answers the bytes with which the protocol acknowledges, where it does: also when nothing could be used, for a device would send it again for ever. At most 4 MiB and 5,000 fixes.',
    scope: 'telemetry:ingest',
    counted: 'ingest',
    authenticate: deviceCaller,
    params: z.object({ protocol: z.string().max(64), deviceKey: z.string() }),
    media: FRAME_MEDIA,
    maxBytes: MAX_INGEST_BYTES,
    answer: [accepted(Ingested), { status: 202, media: BINARY }, { status: 202, media: 'text/plain' }],
    async run({ request, params, caller: { tenantId, device } }, services) {
      const protocol = protocolNamed(known, params.protocol);
      const receivedAt = services.clock().getTime();
      const bytes = await bytesOf(request);
      const { readings, answer } = readFrames(protocol, bytes, receivedAt);
      rawKeeper(services)(tenantId, { deviceId: device.deviceId, protocol: protocol.name, receivedAt, bytes });
      const fates = await takeIn(
        services,
        tenantId,
        readings.map((reading) => ({ device, reading })),
        receivedAt,
      );
      return answer === undefined ? ingested(fates) : acknowledged(answer);
    },
  });
