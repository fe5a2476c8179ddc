import type { Attributes, DropReason } from '../../contract.ts';
import { type Fix, rounded, timeIssue } from '../../fix.ts';
import { unrolled } from '../../pipeline/rollover.ts';
import type { Reading } from '../protocol.ts';

/** What a frame says was measured. SI units, degrees; NaN is as good as absent, but for the place and the time. */
export interface Measured {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly speed?: number | undefined;
  readonly heading?: number | undefined;
  readonly accuracy?: number | undefined;
  readonly altitude?: number | undefined;
  readonly attributes?: Attributes | undefined;
}

/** Why there is no fix. `path` names what is wrong by the protocol's own field. */
export const dropped = (
  deviceId: string | undefined,
  reason: DropReason,
  message: string,
  path: readonly string[] = [],
): Reading => ({ ...(deviceId !== undefined && { deviceId }), reason, issue: { path, message } });

const WHY_NOT: Partial<Record<DropReason, string>> = {
  malformed: 'Is no message of this protocol.',
  truncated: 'The message is cut off.',
  checksum: 'The checksum is wrong.',
};
/** What is wrong with a frame, in words. */
export const whyNot = (reason: DropReason): string => WHY_NOT[reason] ?? reason;

const within = (value: number | undefined, low: number, high: number): value is number =>
  value !== undefined && value >= low && value <= high;

/**
 * The last step of every protocol of trackers: is the place on Earth, is the time possible? Rounded as `fix.ts` rounds. What is only nice to have, and cannot be,
 * is left out: a tracker says 0xFFFF for a speed it does not know.
 */
export const readingOf = (deviceId: string | undefined, measured: Measured, now: number): Reading => {
  const { lat, lon, speed, heading, accuracy, altitude, attributes } = measured;
  if (!within(lat, -90, 90)) return dropped(deviceId, 'invalid', 'Is no latitude.', ['lat']);
  if (!within(lon, -180, 180)) return dropped(deviceId, 'invalid', 'Is no longitude.', ['lon']);
  if (!Number.isFinite(measured.at)) return dropped(deviceId, 'malformed', 'Is no time.', ['at']);
  const at = unrolled(Math.round(measured.at), now);
  const issue = timeIssue(at, now, ['at']);
  if (issue) return dropped(deviceId, at > now ? 'future' : 'ancient', issue.message, ['at']);
  const fix: { -readonly [Key in keyof Fix]: Fix[Key] } = { at, lat: rounded.degrees(lat), lon: rounded.degrees(lon) };
  if (within(speed, 0, 400)) fix.speed = rounded.speed(speed);
  if (within(heading, 0, 360)) fix.heading = rounded.heading(heading);
  if (within(accuracy, 0, 1e6)) fix.accuracy = rounded.hundredths(accuracy);
  if (within(altitude, -1_000, 50_000)) fix.altitude = rounded.hundredths(altitude);
  if (attributes) fix.attributes = attributes;
  return deviceId === undefined ? { fix } : { deviceId, fix };
};
