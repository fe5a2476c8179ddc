import type { CustomField, Routes, Vehicle } from '../../../../shared/client/routes.ts';

export type NewVehicle = Routes['POST vehicles']['body'];
export type VehiclePatch = Routes['PATCH vehicles/{vehicleId}']['body'];

const TEXTS = [
  'name',
  'kind',
  'plate',
  'vin',
  'make',
  'model',
  'energy',
  'colour',
  'externalId',
  'groupId',
  'notes',
] as const;
/** Fields that are numbers in the API, and how many of its unit are one of the form's. */
const NUMBERS = { modelYear: 1, tankMillilitres: 1000, batteryWattHours: 1000 } as const;
const NUMBER_FIELDS = ['modelYear', 'tankMillilitres', 'batteryWattHours'] as const;

type FormField = (typeof TEXTS)[number] | keyof typeof NUMBERS;

/** What stands in the form, as it was typed: an empty text is nothing. Fields of the company’s own are `customFields.<key>`. */
export interface VehicleDraft {
  readonly values: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

/** Every field that shows what is wrong with it. */
export const fieldsOf = (own: readonly CustomField[]): readonly string[] => [
  ...TEXTS,
  ...NUMBER_FIELDS,
  'tags',
  ...own.map(({ key }) => `customFields.${key}`),
];

export const EMPTY_DRAFT: VehicleDraft = { values: { kind: 'van' }, tags: [] };

/** A vehicle as the form shows it. */
export const draftOf = (vehicle: Vehicle): VehicleDraft => {
  const values: Record<string, string> = {};
  for (const field of TEXTS) values[field] = vehicle[field] ?? '';
  for (const field of NUMBER_FIELDS)
    values[field] = vehicle[field] === undefined ? '' : String(vehicle[field] / NUMBERS[field]);
  for (const [key, value] of Object.entries(vehicle.customFields)) values[`customFields.${key}`] = String(value);
  return { values, tags: vehicle.tags };
};

/** A number that is none goes as it was typed: the API says what is wrong with it. */
const numberOf = (text: string, factor = 1): number | string => {
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? Math.round(number * factor * 1000) / 1000 : text;
};

const ownValue = ({ kind }: CustomField, text: string): string | number | boolean => {
  if (kind.type === 'number') return numberOf(text);
  return kind.type === 'boolean' ? text === 'true' : text;
};

/** What the API is told of a field: nothing is `undefined`. */
const told = (field: FormField, text = ''): string | number | undefined => {
  const trimmed = text.trim();
  if (!trimmed) return undefined;
  return field in NUMBERS ? numberOf(trimmed, NUMBERS[field as keyof typeof NUMBERS]) : trimmed;
};

/** What can be seen to be wrong before anybody is asked, by field. */
export const draftIssues = (
  { values }: VehicleDraft,
  own: readonly CustomField[],
): Readonly<Record<string, string>> => {
  const issues: Record<string, string> = {};
  if (!values.name?.trim()) issues.name = 'A vehicle needs a name.';
  const numbers = [
    ...NUMBER_FIELDS,
    ...own.filter(({ kind }) => kind.type === 'number').map(({ key }) => `customFields.${key}`),
  ];
  for (const field of numbers)
    if (typeof numberOf(values[field] ?? '') === 'string') issues[field] = 'A number, please.';
  return issues;
};

/** What registers the vehicle. */
export const bodyOf = ({ values, tags }: VehicleDraft, own: readonly CustomField[]): NewVehicle => {
  const details = [...TEXTS, ...NUMBER_FIELDS].map((field) => [field, told(field, values[field])] as const);
  const customFields = own.flatMap((field) => {
    const text = values[`customFields.${field.key}`]?.trim();
    return text ? [[field.key, ownValue(field, text)] as const] : [];
  });
  return {
    name: '',
    ...Object.fromEntries(details.filter(([, value]) => value !== undefined)),
    tags,
    customFields: Object.fromEntries(customFields),
  };
};

const sameTags = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((tag) => others.includes(tag));

/** Only what differs from `before`; `null` takes a value away. The group is not part of it: to move is a command of its own. */
export const patchOf = (before: VehicleDraft, after: VehicleDraft, own: readonly CustomField[]): VehiclePatch => {
  const differs = (field: string) => (before.values[field] ?? '').trim() !== (after.values[field] ?? '').trim();
  const details = [...TEXTS, ...NUMBER_FIELDS]
    .filter((field) => field !== 'groupId' && differs(field))
    .map((field) => [field, told(field, after.values[field]) ?? (field === 'name' ? '' : null)] as const);
  const customFields = own
    .filter(({ key }) => differs(`customFields.${key}`))
    .map((field) => {
      const text = after.values[`customFields.${field.key}`]?.trim();
      return [field.key, text ? ownValue(field, text) : null] as const;
    });
  return {
    ...Object.fromEntries(details),
    ...(!sameTags(before.tags, after.tags) && { tags: after.tags }),
    ...(customFields.length > 0 && { customFields: Object.fromEntries(customFields) }),
  };
};

/** What somebody typed over `before`, over what stands there since. */
export const rebased = (before: VehicleDraft, typed: VehicleDraft, latest: VehicleDraft): VehicleDraft => ({
  values: {
    ...latest.values,
    ...Object.fromEntries(
      Object.entries(typed.values).filter(([field, text]) => text !== (before.values[field] ?? '')),
    ),
  },
  tags: sameTags(before.tags, typed.tags) ? latest.tags : typed.tags,
});
