import { z } from 'zod';
import { DeviceId } from '../../devices/contract.ts';
import { type Decoded, decoded } from '../decoded.ts';
import { Accuracy, Altitude, AttributeMap, Heading, Latitude, Longitude, Speed } from '../fix.ts';
import { readPlainFix } from './plain-fix.ts';

const MAX_FIXES = 5_000;

/** The fixes of many devices; each is looked at on its own, so that a bad one does not cost the good ones. */
export const BatchBody = z.object({ fixes: z.array(z.unknown()).min(1).max(MAX_FIXES) });

const BatchFix = z.object({
  deviceId: DeviceId,
  at: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  lat: Latitude,
  lon: Longitude,
  speed: Speed.optional(),
  heading: Heading.optional(),
  accuracy: Accuracy.optional(),
  altitude: Altitude.optional(),
  attributes: AttributeMap.optional(),
});

type Read = Decoded & { readonly deviceId?: string };

/** Who a fix of a batch is of, also when the rest of it cannot be read. */
const Sender = z.object({ deviceId: DeviceId });

/** One fix of a batch and the device it came from, as its schema reads it. */
export const readBySchema = (raw: unknown, now: number): Read => {
  const read = decoded(BatchFix.safeParse(raw), ({ deviceId: _, ...fix }) => fix, ['at'], now);
  const sender = Sender.safeParse(raw);
  return sender.success ? { ...read, deviceId: sender.data.deviceId } : read;
};

/** One fix of a batch and the device it came from. SI units. */
export const readBatchFix = (raw: unknown, now: number): Read => readPlainFix(raw, now) ?? readBySchema(raw, now);
