import { z } from 'zod';
import { Line } from '../../shared/kernel/text.ts';
import { Spot } from '../telemetry/contract.ts';

export const FUEL_EVENT_KINDS = ['refuelled', 'drained'] as const;
export const FUEL_EVENT_STATUSES = ['recorded', 'confirmed', 'dismissed', 'withdrawn'] as const;
export const CHARGE_STATUSES = ['recorded', 'withdrawn'] as const;

const Instant = z.iso.datetime();
const Percent = z.number().min(0).max(100);
const Amount = z.int().min(0);

const course = {
  at: Instant.describe('When it began, as far as the device tells.'),
  endedAt: Instant,
  spot: Spot,
  odometer: Amount.exactOptional().describe('Metres, as telemetry counts them.'),
};

/** What telemetry says of a tank that was filled or emptied. */
export const FuelCourse = z.strictObject({
  ...course,
  fromPercent: Percent.describe('Of the tank.'),
  toPercent: Percent,
  millilitres: Amount.exactOptional().describe(
    'What was filled in or taken out. Absent while nobody has said how much the tank holds.',
  ),
});
export type FuelCourse = Readonly<z.infer<typeof FuelCourse>>;

/** What telemetry says of a battery that was charged. */
export const ChargeCourse = z.strictObject({
  ...course,
  fromPercent: Percent.describe('State of charge.'),
  toPercent: Percent,
  wattHours: Amount.exactOptional().describe(
    'What the battery has taken up, without losses. Absent while nobody has said how much it holds.',
  ),
});
export type ChargeCourse = Readonly<z.infer<typeof ChargeCourse>>;

const known = {
  recordedAt: Instant,
  correctedAt: Instant.exactOptional().describe('When fixes that came late have changed it, for the last time.'),
  withdrawnAt: Instant.exactOptional(),
  version: z.int(),
};

export const FuelEvent = z
  .strictObject({
    id: z.string(),
    vehicleId: z.string(),
    kind: z.enum(FUEL_EVENT_KINDS).describe('`drained`: it became emptier while the engine was off.'),
    status: z
      .enum(FUEL_EVENT_STATUSES)
      .describe(
        '`confirmed` and `dismissed`: a person has said so. `withdrawn`: later fixes have shown that there was none.',
      ),
    ...FuelCourse.shape,
    reason: z.string().exactOptional().describe('What whoever confirmed or dismissed it has said.'),
    judgedAt: Instant.exactOptional(),
    ...known,
  })
  .meta({ id: 'FuelEvent', description: 'A tank that was filled, or emptied other than by driving.' });
export type FuelEvent = Readonly<z.infer<typeof FuelEvent>>;

export const ChargeSession = z
  .strictObject({
    id: z.string(),
    vehicleId: z.string(),
    status: z.enum(CHARGE_STATUSES).describe('`withdrawn`: later fixes have shown that there was none.'),
    ...ChargeCourse.shape,
    ...known,
  })
  .meta({ id: 'ChargeSession', description: 'A battery that was charged.' });
export type ChargeSession = Readonly<z.infer<typeof ChargeSession>>;

export const JudgeFuelEventBody = z
  .strictObject({ reason: Line(200).exactOptional().describe('Why, for whoever looks at the history.') })
  .optional();
