import { z } from 'zod';
import { CustomFieldChanges, CustomFieldValues } from '../../shared/kernel/custom-fields.ts';
import { Tag, Tags } from '../../shared/kernel/tags.ts';
import { Line } from '../../shared/kernel/text.ts';

export const DRIVER_STATUSES = ['active', 'on-leave', 'suspended', 'left'] as const;
export type DriverStatus = (typeof DRIVER_STATUSES)[number];

export const DriverId = z
  .string()
  .min(1)
  .max(64)
  .meta({ description: 'A driver.', examples: ['drv_01jc3x5m8qk2v7w9y4z6t1b0ne'] });

const Phone = Line(40).regex(/^\+?[\d ()./-]{3,}$/, 'A phone number has digits, spaces and + ( ) . / - only.');
const Email = z.email().max(254);

export const Contact = z
  .strictObject({
    name: Line(80),
    phone: Phone,
    relation: Line(40).exactOptional().describe('What they are to the driver: spouse, brother, doctor.'),
  })
  .meta({ id: 'EmergencyContact', description: 'Whom to call when something has happened to the driver.' });

/** Classes as the licence prints them: B, C1E, D; A and BE; CDL class A. Sorted, each once. */
const Classes = z
  .array(
    Line(8)
      .toUpperCase()
      .regex(/^[A-Z0-9]+$/, 'A class has letters and digits only.'),
  )
  .min(1)
  .max(20)
  .transform((classes) => [...new Set(classes)].sort())
  .describe('As the licence prints them: B, C1E, DE.');

const licenceFields = {
  number: Line(40).exactOptional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'A country has two capital letters (ISO 3166-1).')
    .describe('ISO 3166-1 alpha-2.'),
  issuedOn: z.iso.date().exactOptional(),
  expiresOn: z.iso.date().describe('The last day it is good for.'),
};

export const LicenceBody = z
  .strictObject({ ...licenceFields, classes: Classes })
  .refine(({ issuedOn, expiresOn }) => !issuedOn || issuedOn < expiresOn, {
    path: ['expiresOn'],
    message: 'A licence expires after it was issued.',
  });

const Licence = z
  .strictObject({ id: z.string(), ...licenceFields, classes: z.array(z.string()).readonly() })
  .meta({ id: 'DrivingLicence', description: 'What entitles somebody to drive.' });

const person = {
  name: Line(80),
  employeeNumber: Line(40),
  email: Email,
  phone: Phone,
  contacts: z.array(Contact).max(5),
  customFields: CustomFieldValues,
};

export const AddDriverBody = z.strictObject({
  ...z.object(person).partial().shape,
  name: person.name,
  licences: z.array(LicenceBody).max(10).optional(),
  groupId: z.string().min(1).max(64).optional().describe('The group they belong to; without it, the company itself.'),
  tags: Tags.optional(),
  signIn: Email.optional().describe('The address of a member whose role is driver: who signs in so is this driver.'),
});

/** `null` removes; a list replaces the whole list; custom fields are merged. */
export const ChangeDriverBody = z.strictObject({
  name: person.name.optional(),
  employeeNumber: person.employeeNumber.nullish(),
  email: person.email.nullish(),
  phone: person.phone.nullish(),
  contacts: person.contacts.nullish(),
  customFields: CustomFieldChanges.optional(),
  tags: Tags.optional(),
});

export const DriverStatusBody = z.strictObject({ status: z.enum(DRIVER_STATUSES), reason: Line(200).optional() });
export const MoveDriverBody = z.strictObject({
  groupId: z.string().min(1).max(64).nullable().describe('null: to the company itself.'),
});
export const TagDriverBody = z.strictObject({ tags: z.array(Tag).min(1).max(30) });
export const LinkDriverBody = z.strictObject({ signIn: Email });

/** The view in which other areas find a driver by their id. */
export const DRIVERS_VIEW = 'drivers';

export const DriverCard = z.strictObject({
  id: z.string(),
  name: z.string(),
  employeeNumber: z.string().exactOptional(),
  email: z.string().exactOptional(),
  phone: z.string().exactOptional(),
  status: z.enum(DRIVER_STATUSES),
  statusSince: z.iso.datetime(),
  statusReason: z.string().exactOptional(),
  groupId: z.string().exactOptional().describe('Absent: they belong to the company itself.'),
  tags: z.array(z.string()).readonly(),
  licences: z.array(Licence).readonly(),
  contacts: z.array(Contact).readonly(),
  customFields: CustomFieldValues,
  memberId: z.string().exactOptional().describe('The member who signs in as this driver.'),
  addedAt: z.iso.datetime(),
  erasedAt: z.iso.datetime().exactOptional().describe('Since when nothing personal is known of them.'),
});
export type DriverCard = Readonly<z.infer<typeof DriverCard>>;

export const Driver = DriverCard.extend({ version: z.int() }).meta({
  id: 'Driver',
  description: 'Somebody who drives for the company, with a sign-in or without.',
});

export type Driver = Readonly<z.infer<typeof Driver>>;

/** What the directory knows of a member who drives. */
export interface DriverEntry {
  readonly driverId: string;
}

/** Which driver a member is, by the member's id. */
export const memberDriversPartition = (tenantId: string) => `member-driver:${tenantId}`;

/**
 * The driver that a member of the role driver becomes by themselves, at their first assignment. Assignments used to name the member alone; by this,
 * those that are stored so read as if they had always named the driver.
 */
export const driverIdOfMember = (memberId: string): string => `drv_${memberId}`;

/** The driver whom a stored assignment names. */
export const asDriverId = (stored: string): string => (stored.startsWith('drv_') ? stored : driverIdOfMember(stored));
