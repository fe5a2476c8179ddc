import { z } from 'zod';
import { accepted } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { bytesOf } from '../../shared/http/request.ts';
import { json } from '../../shared/http/respond.ts';
import type { DeviceEntry } from '../devices/contract.ts';
import { quarantined } from '../devices/use-cases.ts';
import { devicesOf } from './caller-devices.ts';
import { IngestedFrames } from './contract.ts';
import type { Fix } from './fix.ts';
import type { Message, Protocol, Reading } from './protocols/protocol.ts';
import { rawKeeper } from './raw-messages.ts';
import { FRAME_MEDIA, issuesIn, MAX_INGEST_BYTES, protocolNamed, readFrames, unusable } from './read-frames.ts';
import { type Fate, type Said, takeIn } from './take-in.ts';

/** A reading, and who it says has sent it. */
interface Claimed {
  readonly deviceId: string | undefined;
  readonly reading: Reading;
}

const claimsOf = ({ deviceId, readings }: Message): Claimed[] =>
  readings.map((reading) => ({ deviceId: reading.deviceId ?? deviceId, reading }));

const idsOf = ({ deviceId }: Message, claims: readonly Claimed[]): ReadonlySet<string> =>
  new Set([deviceId, ...claims.map((claim) => claim.deviceId)].filter((id) => id !== undefined));

const countsOf = <Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> => {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const droppedIn = (fates: readonly Fate[]) =>
  countsOf(fates.flatMap((fate) => (fate.status === 'dropped' ? [fate.reason] : [])));

const acceptedIn = (fates: readonly Fate[]): number => fates.filter(({ status }) => status === 'accepted').length;

/** What strangers have said, and where each was last. */
const strangeMessages = (
  strangers: ReadonlySet<string>,
  claims: readonly Claimed[],
  about: { readonly protocol: string; readonly raw: Buffer; readonly receivedAt: number },
) => {
  const positions = new Map<string | undefined, Fix>();
  for (const { deviceId, reading } of claims) if ('fix' in reading) positions.set(deviceId, reading.fix);
  return [...strangers].map((deviceId) => {
    const last = positions.get(deviceId);
    return { deviceId, ...about, ...(last && { position: { at: last.at, lat: last.lat, lon: last.lon } }) };
  });
};

/** What became of what each device has said. */
const resultsOf = (
  ids: ReadonlySet<string>,
  known: ReadonlyMap<string, DeviceEntry>,
  said: readonly Said[],
  fates: readonly Fate[],
) => {
  const own = Map.groupBy(fates.entries(), ([index]) => said[index]?.device);
  return [...ids].map((deviceId) => {
    const device = known.get(deviceId);
    if (!device) return { deviceId, status: 'unknown' };
    const some = (own.get(device) ?? []).map(([, fate]) => fate);
    return { deviceId, status: 'known', accepted: acceptedIn(some), dropped: droppedIn(some) };
  });
};

/** Frames of many devices, from a gateway that speaks for them. Who has sent them is in them. */
export const ingestFrames = (known: ReadonlyMap<string, Protocol>) =>
  endpoint({
    summary: 'Send what devices say, in their own protocol',
    description:
      'From a gateway or forwarder: the frames name their devices. Devices that are not registered are put in quarantine. At most 4 MiB and 5,000 fixes.',
    scope: 'telemetry:ingest',
    counted: 'ingest',
    params: z.object({ protocol: z.string().max(64) }),
    media: FRAME_MEDIA,
    maxBytes: MAX_INGEST_BYTES,
    answer: accepted(IngestedFrames),
    async run({ request, params, caller }, services) {
      const { tenantId } = caller;
      const protocol = protocolNamed(known, params.protocol);
      const receivedAt = services.clock().getTime();
      const bytes = await bytesOf(request);
      const message = readFrames(protocol, bytes, receivedAt);
      const claims = claimsOf(message);
      const ids = idsOf(message, claims);
      const devices = await devicesOf(services, caller, ids);

      const said = claims.flatMap(({ deviceId, reading }): Said[] => {
        const device = devices.known.get(deviceId ?? '');
        return device ? [{ device, reading }] : [];
      });
      const [only, ...others] = ids;
      const source = only !== undefined && others.length === 0 ? { deviceId: only } : {};
      rawKeeper(services)(tenantId, { ...source, protocol: protocol.name, receivedAt, bytes });
      const about = { protocol: protocol.name, raw: bytes, receivedAt };
      await quarantined(services, tenantId, strangeMessages(devices.strangers, claims, about));
      const fates = await takeIn(services, tenantId, said, receivedAt);

      const nameless = claims.flatMap(({ deviceId, reading }) =>
        deviceId === undefined && 'reason' in reading ? [reading] : [],
      );
      const answer = message.answer === undefined ? {} : { answer: Buffer.from(message.answer).toString('base64') };
      const taken = acceptedIn(fates);
      const summary = {
        ...{
          accepted: taken,
          rejected: claims.length - taken,
          devices: resultsOf(ids, devices.known, said, fates),
          ...answer,
        },
        ...(nameless.length > 0 && { nameless: countsOf(nameless.map(({ reason }) => reason)) }),
      };
      const isTold = message.answer !== undefined && devices.known.size > 0;
      if (taken > 0 || isTold) return json(202, summary);
      const issues = issuesIn([...fates, ...nameless.map((one): Fate => ({ status: 'dropped', ...one }))]);
      throw unusable({ ...summary, issues });
    },
  });
