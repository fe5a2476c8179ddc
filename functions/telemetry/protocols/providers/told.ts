import { z } from 'zod';
import { issuesOf } from '../../../../shared/kernel/errors.ts';
import { defined } from '../../../../shared/kernel/objects.ts';
import { DeviceId } from '../../../devices/contract.ts';
import type { Attributes, DropReason } from '../../contract.ts';
import { Accuracy, Altitude, Heading, Latitude, Longitude, Speed, timeIssue } from '../../fix.ts';
import type { Reading } from '../protocol.ts';

/** A reading, and the record of the provider that it comes from. */
export type Told = Reading & { readonly record: unknown };

/** Understands what a provider sends, pushed or asked for. Never throws, whatever the payload; a bad record costs only itself. */
export type ReadPayload = (payload: unknown, now: number) => readonly Told[];

/** What a record says, in our units, not checked yet. */
export interface Seen {
  /** What the provider calls the vehicle or device. */
  readonly id: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lat: unknown;
  readonly lon: unknown;
  /** Metres per second. */
  readonly speed?: number | undefined;
  readonly heading?: number | undefined;
  readonly accuracy?: number | undefined;
  readonly altitude?: number | undefined;
  readonly attributes?: Attributes | undefined;
}

/** What is nice to have: whatever is wrong with it must not cost the position. */
export const extra = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);
export const extraNumber = extra(z.number());
export const extraText = extra(z.string().min(1).max(200));
export const extraFlag = extra(z.boolean());

const Measured = z.object({
  at: z.number('Expected a time with its zone.'),
  lat: Latitude,
  lon: Longitude,
  speed: extra(Speed),
  heading: extra(Heading),
  accuracy: extra(Accuracy),
  altitude: extra(Altitude),
});

const Instant = z.iso.datetime({ offset: true });

/** ISO 8601 with a zone; milliseconds since 1970, or NaN. */
export const instantOf = (time: unknown): number =>
  Instant.safeParse(time).success ? Date.parse(String(time)) : Number.NaN;

/** Without what is not known; undefined when nothing is. */
export const attributesOf = (
  named: Readonly<Record<string, string | number | boolean | undefined>>,
): Attributes | undefined => {
  const known = defined(named) as Attributes;
  return Object.keys(known).length > 0 ? known : undefined;
};

/** The number times a factor, rounded to what instruments can tell. */
export const scaled = (value: number | undefined, factor: number): number | undefined =>
  value === undefined ? undefined : Math.round(value * factor * 1e3) / 1e3;

/** What came of one record. The device is called `<provider>:<what they call it>`. */
export const told = (provider: string, record: unknown, { id, attributes, ...seen }: Seen, now: number): Told => {
  const deviceId = DeviceId.safeParse(`${provider}:${id ?? ''}`);
  const isNamed = deviceId.success && id !== undefined && id !== null && id !== '';
  const refused = (reason: DropReason, path: readonly PropertyKey[], message: string): Told => ({
    ...(isNamed && { deviceId: deviceId.data }),
    ...{ reason, issue: { path, message }, record },
  });
  if (!isNamed) return refused('malformed', ['id'], 'Expected the id of a vehicle or device.');
  if ((seen.lat ?? seen.lon ?? undefined) === undefined) return refused('no-position', ['lat'], 'Says no position.');
  const measured = Measured.safeParse(seen);
  if (!measured.success) {
    const [issue] = issuesOf(measured.error);
    return refused('malformed', issue?.path ?? [], issue?.message ?? 'Not valid.');
  }
  const { at } = measured.data;
  const late = timeIssue(at, now, ['at']);
  if (late) return refused(at > now ? 'future' : 'ancient', late.path, late.message);
  return { deviceId: deviceId.data, fix: { ...defined(measured.data), ...(attributes && { attributes }) }, record };
};

/** A list, whatever came: some providers send one thing where others send several. */
export const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The members of an object; none of anything else. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
