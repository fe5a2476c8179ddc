import { z } from 'zod';
import { CustomEntity, CustomField, FieldKey, FieldType } from '../../shared/kernel/custom-fields.ts';
import { Line } from '../../shared/kernel/text.ts';

/** All fields of one kind of record. */
export const CustomFields = z
  .strictObject({
    id: CustomEntity.describe('The kind of record.'),
    fields: z.array(CustomField).describe('In the order in which they were added.'),
    version: z.int(),
  })
  .meta({ id: 'CustomFields', description: 'The fields a company has added to one kind of record.' });

export const AddCustomFieldBody = z.strictObject({
  key: FieldKey,
  label: Line(60),
  kind: FieldType,
  required: z.boolean().default(false),
});

export const ChangeCustomFieldBody = z.strictObject({
  label: Line(60).exactOptional(),
  kind: FieldType.exactOptional(),
  required: z.boolean().exactOptional(),
});
