import { z } from 'zod';
import { Line } from '../../shared/kernel/text.ts';

/** The odometer counts metres, engine hours are counted in seconds. */
export const METERS = ['odometer', 'engineHours'] as const;
export const Meter = z.enum(METERS).describe('The odometer counts metres, engine hours are counted in seconds.');
export type Meter = z.infer<typeof Meter>;

export const SOURCES = ['manual', 'fuel', 'inspection', 'device', 'import'] as const;
const Source = z.enum(SOURCES).describe('Where the reading comes from.');

/** Ten million kilometres, or three hundred years: what is above was meant in another unit. */
const MAX_VALUE = 10_000_000_000;
const Value = z.int().min(0).max(MAX_VALUE);
/** Beyond these years somebody meant something else; the rules judge the rest. */
const Instant = z.iso
  .datetime({ offset: true })
  .transform((at) => new Date(at).toISOString())
  .refine((at) => at >= '1900' && at < '2200', 'Expected a time between 1900 and 2200.');

/** What a meter stands at. */
export const Standing = z
  .strictObject({
    value: Value.describe('What the meter shows.'),
    total: z.int().describe('What it has counted in the life of the vehicle, with the meters that were there before.'),
    at: z.iso.datetime().describe('When it was read.'),
    source: Source,
  })
  .meta({ id: 'MeterStanding', description: 'What a meter stands at: metres or seconds.' });
export type Standing = z.infer<typeof Standing>;

/** What both meters stand at; a meter that was never read is absent. */
export const Meters = z
  .strictObject({
    odometer: Standing.exactOptional(),
    engineHours: Standing.exactOptional(),
    version: z.int().describe('How often anything was recorded of them.'),
  })
  .meta({ id: 'Meters', description: 'What the meters of a vehicle stand at.' });
export type Meters = z.infer<typeof Meters>;

/** The streams of all vehicles' meters begin with this; the vehicle's id is the rest. */
export const METERS_STREAMS = 'meters-';

/** What every event of such a stream says: what one meter stands at from then on, if anything is known of it. */
export interface MeterTold {
  readonly data: { readonly meter: Meter; readonly standing: Standing | null };
}

export const VOID_REASONS = ['in-future', 'duplicate', 'below-earlier', 'above-later', 'jump', 'voided'] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

const Void = z.strictObject({
  reason: z
    .enum(VOID_REASONS)
    .describe(
      '`below-earlier` and `above-later`: the meter would have gone backwards; `jump`: faster than it can; `voided`: by a person, see `note`.',
    ),
  note: z.string().exactOptional(),
});

export const MeterReading = z
  .strictObject({
    id: z.string(),
    vehicleId: z.string(),
    meter: Meter,
    value: Value,
    total: z.int().describe('With what the meters before it had counted.'),
    at: z.iso.datetime(),
    source: Source,
    note: z.string().exactOptional(),
    recordedAt: z.iso.datetime(),
    void: Void.exactOptional().describe('Why the reading does not count. It is kept, and a person may accept it.'),
    version: z.int().describe('Of all meters of the vehicle together.'),
  })
  .meta({ id: 'MeterReading', description: 'One reading of a meter: metres or seconds.' });
export type MeterReading = z.infer<typeof MeterReading>;

export const RecordReadingBody = z.strictObject({
  meter: Meter,
  value: Value,
  at: Instant,
  source: Source.default('manual'),
  note: Line(200).exactOptional(),
});

export const VoidReadingBody = z.strictObject({ reason: Line(200) });

export const ReplaceMeterBody = z.strictObject({
  meter: Meter,
  oldValue: Value.describe('What the old one showed last.'),
  newValue: Value.default(0).describe('What the new one showed first.'),
  at: Instant,
});

/** The answer to a reading that is corrected, or a meter that is replaced. */
export const VehicleMeters = Meters.extend({ id: z.string().describe('The vehicle.') }).meta({
  id: 'VehicleMeters',
  description: 'What the meters of one vehicle stand at.',
});
export type VehicleMeters = z.infer<typeof VehicleMeters>;

export const DRIFT_VERDICTS = ['ok', 'drifting', 'no-data'] as const;

const compared = {
  counted: z.number().exactOptional().describe('What the device counted.'),
  difference: z.number().exactOptional().describe('How much more the device counted than people read.'),
  percent: z.number().exactOptional().describe('That, of what people read.'),
  perDay: z.number().exactOptional().describe('That, for every day.'),
  verdict: z.enum(DRIFT_VERDICTS).describe('`no-data`: the device has not counted in between, or not in the same way.'),
};

export const MeterDrift = z
  .strictObject({
    vehicleId: z.string(),
    meter: Meter,
    read: z.number().exactOptional().describe('What the meter has counted by what people read.'),
    ...compared,
    pairs: z
      .array(
        z.strictObject({
          from: z.iso.datetime(),
          to: z.iso.datetime(),
          read: z.number(),
          ...compared,
          countedBy: z
            .enum(['device', 'positions', 'ignition', 'movement'])
            .exactOptional()
            .describe("The vehicle's own meter, or added up from what."),
        }),
      )
      .describe('From one reading to the next, at most ten, the latest first.'),
  })
  .meta({ id: 'MeterDrift', description: 'What people read beside what the device counted: metres or seconds.' });
