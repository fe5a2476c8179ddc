import { NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { CustomField, Group } from '../../../../shared/client/routes.ts';
import type { VehicleDraft } from '../../lib/vehicles/vehicle-form.ts';
import { KINDS } from '../../lib/vehicles/vehicle-search.ts';
import { ENERGY_WORDS, KIND_WORDS } from '../../lib/vehicles/vehicle-words.ts';
import { OwnField } from './own-field.tsx';
import classes from './vehicle-fields.module.css';

const KIND_CHOICES = KINDS.map((value) => ({ value, label: KIND_WORDS[value] }));
const ENERGY_CHOICES = [
  { value: '', label: 'Not known' },
  ...Object.entries(ENERGY_WORDS).map(([value, label]) => ({ value, label })),
];
const MOST_TAGS = 30;

interface VehicleFieldsProps {
  readonly draft: VehicleDraft;
  readonly onDraft: (draft: VehicleDraft) => void;
  /** What is wrong, by field. */
  readonly issues: Readonly<Record<string, string>>;
  readonly own: readonly CustomField[];
  readonly groups: readonly Group[];
}

/** What describes a vehicle. */
export const VehicleFields = ({ draft, onDraft, issues, own, groups }: VehicleFieldsProps) => {
  const { values, tags } = draft;
  const change = (field: string, value: string) => onDraft({ ...draft, values: { ...values, [field]: value } });
  const of = (field: string) => ({
    name: field,
    value: values[field] ?? '',
    error: issues[field],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => change(field, currentTarget.value),
  });
  const open = groups.filter(({ archivedAt }) => !archivedAt);
  return (
    <div className={classes.fields}>
      <TextInput className={classes.whole} label="Name" required maxLength={80} data-autofocus {...of('name')} />
      <NativeSelect label="Kind" data={KIND_CHOICES} {...of('kind')} />
      <TextInput label="Plate" {...of('plate')} />
      <TextInput label="Make" {...of('make')} />
      <TextInput label="Model" {...of('model')} />
      <TextInput label="Model year" inputMode="numeric" {...of('modelYear')} />
      <TextInput label="Colour" {...of('colour')} />
      <TextInput className={classes.whole} label="VIN" autoCapitalize="characters" spellCheck={false} {...of('vin')} />
      <NativeSelect label="Energy" data={ENERGY_CHOICES} {...of('energy')} />
      <TextInput label="External id" {...of('externalId')} />
      <TextInput label="Tank, litres" inputMode="decimal" {...of('tankMillilitres')} />
      <TextInput label="Battery, kWh" inputMode="decimal" {...of('batteryWattHours')} />
      {open.length > 0 && (
        <NativeSelect
          className={classes.whole}
          label="Group"
          data={[
            { value: '', label: 'The company itself' },
            ...open.map(({ id, path }) => ({ value: id, label: path.join(' › ') })),
          ]}
          {...of('groupId')}
        />
      )}
      <TagsInput
        className={classes.whole}
        label="Tags"
        placeholder={tags.length === 0 ? 'Type one and press Enter' : ''}
        maxTags={MOST_TAGS}
        value={[...tags]}
        error={issues.tags}
        onChange={(chosen) => onDraft({ ...draft, tags: chosen })}
      />
      {own.map((field) => (
        <OwnField key={field.key} field={field} {...of(`customFields.${field.key}`)} />
      ))}
      <Textarea className={classes.whole} label="Notes" autosize minRows={2} maxRows={8} {...of('notes')} />
    </div>
  );
};
