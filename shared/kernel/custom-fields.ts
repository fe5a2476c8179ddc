import { z } from 'zod';
import { Line, Text } from './text.ts';

/** Kinds of records that can have fields of a company's own. */
export const CUSTOM_ENTITIES = ['vehicle', 'driver', 'place'] as const;
export const CustomEntity = z.enum(CUSTOM_ENTITIES);
export type CustomEntity = z.infer<typeof CustomEntity>;

export const FieldKey = z
  .string()
  .regex(
    /^[a-z][a-zA-Z0-9_-]{0,39}$/,
    'A key begins with a small letter and has letters, digits, _ and - only, at most 40.',
  );

const Option = Line(80);
const Options = z
  .array(Option)
  .min(1)
  .max(100)
  .refine((options) => new Set(options).size === options.length, 'Every option once.')
  .describe('What can be chosen, in this order.');

const bounds = {
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
};
const inOrder = ({ min, max }: { min?: number; max?: number }) => min === undefined || max === undefined || min <= max;
const ORDER = { path: ['max'], message: 'The largest cannot be smaller than the smallest.' };

/** What the values of a field are like. A field keeps its type for ever; the rest of this can change. */
export const FieldType = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), maxLength: z.int().min(1).max(2000).exactOptional() }),
    z.strictObject({ type: z.literal('number'), unit: Line(20).exactOptional(), ...bounds }).refine(inOrder, ORDER),
    z.strictObject({ type: z.literal('date') }),
    z.strictObject({ type: z.literal('boolean') }),
    z.strictObject({ type: z.literal('choice'), options: Options }),
  ])
  .meta({ id: 'CustomFieldType', description: 'What the values of a field are like.' });
export type FieldType = z.infer<typeof FieldType>;

export const CustomField = z
  .strictObject({
    key: FieldKey.describe('What the field is called in `customFields`.'),
    label: Line(60).describe('What people see.'),
    kind: FieldType,
    required: z.boolean().describe('Whether every new record must have it.'),
    archived: z.boolean().describe('An archived field takes no new values; those it has are kept.'),
  })
  .meta({ id: 'CustomField', description: 'A field of the company’s own.' });
export type CustomField = z.infer<typeof CustomField>;

export const MAX_FIELDS = 100;

const Value = z.union([Text(2000), z.number(), z.boolean()]);

/** The values that a record has, by the keys of their fields. Whether they fit, the definitions say. */
export const CustomFieldValues = z
  .record(FieldKey, Value)
  .refine((values) => Object.keys(values).length <= MAX_FIELDS, `At most ${MAX_FIELDS}.`)
  .describe('Values of the fields defined with `custom-fields`, by key.');
export type CustomFieldValues = z.infer<typeof CustomFieldValues>;

/** New values by key; `null` for none. */
export const CustomFieldChanges = z
  .record(FieldKey, Value.nullable())
  .refine((values) => Object.keys(values).length <= MAX_FIELDS, `At most ${MAX_FIELDS}.`)
  .describe('New values by key; `null` takes a value away, a key that is not named keeps its own.');
export type CustomFieldChanges = z.infer<typeof CustomFieldChanges>;
