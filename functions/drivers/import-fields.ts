import { z } from 'zod';
import type { ImportField } from '../../shared/imports/importable.ts';
import { Tags } from '../../shared/kernel/tags.ts';
import { AddDriverBody, LicenceBody } from './contract.ts';

const { name, employeeNumber, email, phone } = AddDriverBody.shape;
const { number, country, classes, issuedOn, expiresOn } = LicenceBody.shape;

/** A row of a table of drivers, with one licence. What a cell does not say stays as it is. */
export const DriverRow = z.strictObject({
  ...{ employeeNumber, email, phone },
  name: name.optional(),
  tags: Tags.optional(),
  group: z.string().max(200).optional(),
  licence: number,
  licenceCountry: z.preprocess((text) => String(text).toUpperCase(), country).optional(),
  licenceClasses: classes.optional(),
  licenceIssuedOn: issuedOn,
  licenceExpiresOn: expiresOn.optional(),
});
export type DriverRow = z.infer<typeof DriverRow>;

const text = (name: string, label: string, synonyms: readonly string[], example: string): ImportField => ({
  ...{ name, label, synonyms, example },
  reads: 'text',
});

export const driverFields: readonly ImportField[] = [
  { ...text('name', 'Name', ['driver', 'driver name', 'full name', 'fahrer', 'nom'], 'Mia Kowalska'), required: true },
  text(
    'employeeNumber',
    'Employee number',
    ['employee id', 'staff number', 'personnel number', 'personalnummer', 'matricule'],
    '1042',
  ),
  text('email', 'Email', ['e-mail', 'mail', 'email address', 'e-mail-adresse'], 'mia@example.com'),
  text('phone', 'Phone', ['telephone', 'mobile', 'telefon', 'handy', 'téléphone'], '+49 221 123456'),
  { ...text('tags', 'Tags', ['labels', 'schlagworte'], 'night, adr'), reads: 'list' },
  text('group', 'Group', ['group id', 'depot', 'gruppe'], 'Cologne'),
  text(
    'licence',
    'Licence number',
    ['license number', 'licence', 'license', 'führerscheinnummer', 'permis'],
    'B072RRE2I55',
  ),
  text('licenceCountry', 'Licence country', ['license country', 'ausstellungsland'], 'DE'),
  {
    ...text('licenceClasses', 'Licence classes', ['license classes', 'classes', 'class', 'klassen'], 'B, C1E'),
    reads: 'list',
  },
  {
    ...text('licenceIssuedOn', 'Licence issued on', ['license issued on', 'issued', 'ausgestellt am'], '2019-05-02'),
    reads: 'date',
  },
  {
    ...text(
      'licenceExpiresOn',
      'Licence expires on',
      ['license expires on', 'licence expiry', 'expiry', 'gültig bis'],
      '2034-05-01',
    ),
    reads: 'date',
  },
];
