import { Checkbox, MultiSelect, TextInput } from '@mantine/core';
import { type GeofenceForm, isNumber, rulesOf, rulesWords } from '../../lib/geofences/geofence-form.ts';
import { ActiveTimesFields } from './active-times-fields.tsx';
import classes from './geofences.module.css';

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface RulesFieldsProps {
  readonly form: GeofenceForm;
  readonly vehicles: readonly Choice[];
  readonly groups: readonly Choice[];
  readonly onChange: (form: GeofenceForm) => void;
}

const noNumber = (typed: string): string | undefined => (isNumber(typed) ? undefined : 'A number, please.');

/** What it watches for, whom, and when; below it the same in sentences. */
export const RulesFields = ({ form, vehicles, groups, onChange }: RulesFieldsProps) => (
  <fieldset className={classes.fields}>
    <legend>Rules</legend>
    <div className={classes.pair}>
      <TextInput
        size="xs"
        label="Speed limit, km/h"
        name="speedLimit"
        inputMode="decimal"
        placeholder="None"
        value={form.speedLimit}
        error={noNumber(form.speedLimit)}
        onChange={({ currentTarget }) => onChange({ ...form, speedLimit: currentTarget.value })}
      />
      <TextInput
        size="xs"
        label="Tell of a stay of, min"
        name="dwellMinutes"
        inputMode="decimal"
        placeholder="Do not tell"
        value={form.dwellMinutes}
        error={noNumber(form.dwellMinutes)}
        onChange={({ currentTarget }) => onChange({ ...form, dwellMinutes: currentTarget.value })}
      />
    </div>
    <Checkbox
      size="xs"
      label="The vehicles should be inside"
      checked={form.expectInside}
      onChange={({ currentTarget }) => onChange({ ...form, expectInside: currentTarget.checked })}
    />
    {groups.length > 0 && (
      <MultiSelect
        size="xs"
        label="Only the vehicles of these groups"
        {...(form.groupIds.length === 0 && { placeholder: 'Any' })}
        searchable
        data={groups}
        value={[...form.groupIds]}
        onChange={(groupIds) => onChange({ ...form, groupIds })}
      />
    )}
    <MultiSelect
      size="xs"
      label="Only these vehicles"
      {...(form.vehicleIds.length === 0 && { placeholder: 'Any' })}
      searchable
      limit={50}
      data={vehicles}
      value={[...form.vehicleIds]}
      onChange={(vehicleIds) => onChange({ ...form, vehicleIds })}
    />
    <ActiveTimesFields times={form.activeTimes} onChange={(activeTimes) => onChange({ ...form, activeTimes })} />
    <p className={classes.preview} role="status" data-testid="rules-preview">
      {rulesWords(rulesOf(form)).join(' ')}
    </p>
  </fieldset>
);
