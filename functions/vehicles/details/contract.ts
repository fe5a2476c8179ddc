import { z } from 'zod';
import { CustomFieldValues } from '../../../shared/kernel/custom-fields.ts';
import { Money } from '../../../shared/kernel/money.ts';
import { Tags } from '../../../shared/kernel/tags.ts';
import { Line, Text } from '../../../shared/kernel/text.ts';

export const VEHICLE_KINDS = ['car', 'van', 'truck', 'bus', 'trailer', 'equipment', 'other'] as const;

export const ENERGIES = [
  'diesel',
  'petrol',
  'electric',
  'hybrid',
  'plug-in-hybrid',
  'cng',
  'lpg',
  'hydrogen',
  'none',
] as const;

/** Far more than any tank or battery on wheels: what is above was meant in another unit. */
const MAX_TANK_MILLILITRES = 20_000_000;
const MAX_BATTERY_WATT_HOURS = 10_000_000;
const MAX_ODOMETER_METRES = 10_000_000_000;

export const VehicleName = Line(80);

/** A VIN of ISO 3779: 17 characters without I, O and Q, which look like 1 and 0. */
export const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/, 'A VIN has 17 characters and no I, O or Q.')
  .describe('Vehicle identification number of ISO 3779.');

export const VIN_CHECKS = ['valid', 'invalid', 'not-used'] as const;
export type VinCheck = (typeof VIN_CHECKS)[number];

const Residual = Money.describe('What it is expected to be worth in the end; the book value stops there.');

/** How a vehicle loses its value in the books. */
export const Depreciation = z
  .discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('straight-line'),
      lifeMonths: z.int().min(1).max(600).describe('Over how many months it is written off.'),
      residual: Residual,
    }),
    z.strictObject({
      method: z.literal('declining-balance'),
      annualRatePercent: z.number().gt(0).lt(100).describe('Of the value at the beginning of each year.'),
      residual: Residual,
    }),
  ])
  .meta({ id: 'VehicleDepreciation', description: 'How the vehicle loses its value in the books.' });
export type Depreciation = z.infer<typeof Depreciation>;

const Acquisition = z
  .strictObject({
    kind: z.enum(['purchase', 'lease', 'rent']),
    on: z.iso.date().describe('When it came to the company.'),
    price: Money.exactOptional().describe('What it has cost; of a lease, what it is worth in the books.'),
    vendor: Line(120).exactOptional(),
    leaseEndsOn: z.iso.date().exactOptional().describe('When a lease or a rent ends.'),
  })
  .refine(({ kind, leaseEndsOn }) => !leaseEndsOn || kind !== 'purchase', {
    path: ['leaseEndsOn'],
    message: 'A purchase does not end.',
  })
  .refine(({ on, leaseEndsOn }) => !leaseEndsOn || leaseEndsOn >= on, {
    path: ['leaseEndsOn'],
    message: 'It cannot end before it begins.',
  })
  .meta({ id: 'VehicleAcquisition', description: 'How the company came to the vehicle.' });

const Replacement = z
  .strictObject({
    on: z.iso.date().exactOptional(),
    odometerMetres: z.int().min(1).max(MAX_ODOMETER_METRES).exactOptional().describe('Lifetime distance, in metres.'),
    reason: Line(200).exactOptional(),
  })
  .refine(
    ({ on, odometerMetres }) => on !== undefined || odometerMetres !== undefined,
    'Say on which date or at which distance.',
  )
  .meta({
    id: 'VehicleReplacement',
    description: 'When the vehicle is to be replaced: when the first of these is reached.',
  });

/** What describes a vehicle: what `PATCH` may change. */
export const detailFields = {
  name: VehicleName,
  kind: z.enum(VEHICLE_KINDS),
  externalId: Line(64).exactOptional().describe('What another system of yours calls it.'),
  plate: Line(20).exactOptional().describe('Registration plate. Two vehicles may have the same: plates are swapped.'),
  vin: Vin.exactOptional(),
  make: Line(60).exactOptional(),
  model: Line(60).exactOptional(),
  modelYear: z.int().min(1900).max(2100).exactOptional(),
  energy: z.enum(ENERGIES).exactOptional().describe('What it runs on.'),
  tankMillilitres: z
    .int()
    .min(1)
    .max(MAX_TANK_MILLILITRES)
    .exactOptional()
    .describe('Room in the tank, in millilitres.'),
  batteryWattHours: z
    .int()
    .min(1)
    .max(MAX_BATTERY_WATT_HOURS)
    .exactOptional()
    .describe('Usable battery, in watt-hours.'),
  colour: Line(40).exactOptional(),
  notes: Text(4000).exactOptional(),
  tags: Tags,
  customFields: CustomFieldValues,
  acquisition: Acquisition.exactOptional(),
  depreciation: Depreciation.exactOptional(),
  replacement: Replacement.exactOptional(),
};

const Details = z.strictObject(detailFields);
export type Details = z.infer<typeof Details>;
