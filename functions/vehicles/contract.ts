import { z } from 'zod';
import { CustomFieldChanges } from '../../shared/kernel/custom-fields.ts';
import { Money } from '../../shared/kernel/money.ts';
import { Tag } from '../../shared/kernel/tags.ts';
import { Line } from '../../shared/kernel/text.ts';
import { Meters } from '../meters/contract.ts';
import { detailFields, VehicleName, VIN_CHECKS } from './details/contract.ts';

/** In use: it drives, or will again. Its telemetry is taken, it can have a driver and a device. */
export const STATUSES_IN_USE = ['active', 'in-shop', 'out-of-service'] as const;
export const VEHICLE_STATUSES = [...STATUSES_IN_USE, 'retired', 'sold'] as const;
export type StatusInUse = (typeof STATUSES_IN_USE)[number];
export type VehicleStatus = (typeof VEHICLE_STATUSES)[number];

/** Whether a vehicle of this status is still of any use to the fleet. */
export const isInUse = (status: VehicleStatus): status is StatusInUse => status !== 'retired' && status !== 'sold';

export const VehicleParams = z.object({ vehicleId: z.string().max(255) });
export const GroupId = z.string().min(1).max(64);
const Reason = Line(200);

const { name, kind, tags, customFields, ...optionalDetails } = detailFields;

export const RegisterVehicleBody = z.strictObject({
  ...detailFields,
  kind: kind.default('other'),
  tags: tags.default([]),
  customFields: customFields.default({}),
  groupId: GroupId.exactOptional().describe('The group it belongs to; without it, the company itself.'),
});

type Nullable<Shape extends z.ZodRawShape> = {
  [Field in keyof Shape]: z.ZodExactOptional<z.ZodNullable<Shape[Field]>>;
};

const nullable = <Shape extends z.ZodRawShape>(shape: Shape) =>
  Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => [field, z.nullable(schema).exactOptional()]),
  ) as Nullable<Shape>;

/** A merge patch: `null` takes a value away. Objects such as `acquisition` are replaced as a whole; of `customFields`, what is named. */
export const PatchVehicleBody = z.strictObject({
  name: name.exactOptional(),
  kind: kind.exactOptional(),
  tags: tags.exactOptional(),
  customFields: CustomFieldChanges.exactOptional(),
  ...nullable(optionalDetails),
});
export type VehiclePatch = z.infer<typeof PatchVehicleBody>;

export const RenameVehicleBody = z.strictObject({ name: VehicleName });
export const MoveVehicleBody = z.strictObject({
  groupId: GroupId.nullable().describe('`null` for the company itself.'),
});
export const TagVehicleBody = z.strictObject({ tags: z.array(Tag).min(1).max(30) });
export const RetireVehicleBody = z.strictObject({ reason: Reason });
export const ReinstateVehicleBody = z.strictObject({ reason: Reason });
export const SetStatusBody = z.strictObject({
  status: z.enum(STATUSES_IN_USE),
  reason: Reason.exactOptional().describe('Why, for whoever looks at the history.'),
});
export const SellVehicleBody = z.strictObject({
  soldOn: z.iso.date(),
  price: Money.exactOptional(),
  buyer: Line(120).exactOptional(),
});

const Warning = z.strictObject({
  code: z.literal('vehicles/plate-in-use'),
  message: z.string(),
  vehicleId: z.string(),
});
export type Warning = z.infer<typeof Warning>;

/** One vehicle as everybody sees it. */
export const Vehicle = z
  .strictObject({
    id: z.string(),
    ...detailFields,
    vinCheck: z
      .enum(VIN_CHECKS)
      .exactOptional()
      .describe('What the check digit of the VIN says: only North America and China use one.'),
    status: z.enum(VEHICLE_STATUSES),
    statusReason: Reason.exactOptional(),
    groupId: GroupId.exactOptional(),
    meters: Meters,
    registeredAt: z.iso.datetime(),
    retiredAt: z.iso.datetime().exactOptional(),
    soldOn: z.iso.date().exactOptional(),
    salePrice: Money.exactOptional(),
    version: z.int(),
    warnings: z
      .array(Warning)
      .exactOptional()
      .describe('Only in the answer to a change: it was made, and somebody should look.'),
  })
  .meta({ id: 'Vehicle', description: 'A vehicle of the fleet.' });
export type Vehicle = z.infer<typeof Vehicle>;

/** A vehicle without what its stream knows of itself. */
export type VehicleCard = Omit<Vehicle, 'version' | 'warnings'>;

/** The view other areas may look into. */
export const VEHICLES_VIEW = 'vehicles';

/** What the directory knows of a vehicle: enough to decide about its telemetry without asking anybody else. */
export interface VehicleEntry {
  readonly status: VehicleStatus;
  /** The group it belongs to; absent for the company itself. */
  readonly groupId?: string;
  /** Room in the tank, and in the battery, when somebody has said so. */
  readonly tankMillilitres?: number;
  readonly batteryWattHours?: number;
}

/** All vehicles of a tenant, by their ids. */
export const vehiclesPartition = (tenantId: string) => `vehicle:${tenantId}`;
