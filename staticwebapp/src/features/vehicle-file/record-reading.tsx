import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MeterReading } from '../../../../shared/client/routes.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import { meterUnit, meterValue } from '../../lib/vehicles/meter-units.ts';
import type { useMeters } from '../../lib/vehicles/use-vehicle-commands.ts';
import { METER_WORDS } from '../../lib/vehicles/vehicle-words.ts';
import classes from './meters-section.module.css';

type Meter = MeterReading['meter'];
const METERS: readonly Meter[] = ['odometer', 'engineHours'];
const FIELDS = ['value', 'at', 'note'];

interface RecordReadingProps {
  readonly record: ReturnType<typeof useMeters>['record'];
  readonly onRecorded: (reading: MeterReading) => void;
  readonly onCancel: () => void;
}

/** What somebody has read from a meter. */
export const RecordReading = ({ record, onRecorded, onCancel }: RecordReadingProps) => {
  const [meter, setMeter] = useState<Meter>('odometer');
  const [typed, setTyped] = useState('');
  const [when, setWhen] = useState('');
  const [note, setNote] = useState('');
  const { at: wrong, rest } = issuesAt(record.error, FIELDS);
  const value = meterValue(meter, typed);
  const noNumber = typed.trim() !== '' && value === undefined ? `A number of ${meterUnit(meter)}, please.` : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value === undefined) return;
    const at = (when ? new Date(when) : new Date()).toISOString();
    record.mutate({ meter, value, at, ...(note.trim() && { note: note.trim() }) }, { onSuccess: onRecorded });
  };

  return (
    <form className={classes.form} onSubmit={submit} data-testid="reading-form">
      <NativeSelect
        label="Meter"
        data={METERS.map((one) => ({ value: one, label: METER_WORDS[one] }))}
        value={meter}
        onChange={({ currentTarget }) => setMeter(currentTarget.value === 'odometer' ? 'odometer' : 'engineHours')}
      />
      <TextInput
        label={`Reading, ${meterUnit(meter)}`}
        name="reading"
        inputMode="decimal"
        data-autofocus
        value={typed}
        error={noNumber ?? wrong.value}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <TextInput
        label="When"
        type="datetime-local"
        description="Now, if left empty"
        value={when}
        error={wrong.at}
        onChange={({ currentTarget }) => setWhen(currentTarget.value)}
      />
      <TextInput
        label="Note"
        description="Optional"
        maxLength={200}
        value={note}
        error={wrong.note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {rest.length > 0 && (
        <p className={classes.error} role="alert">
          {rest.join(' ')}
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="sm" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" type="submit" loading={record.isPending} disabled={value === undefined}>
          Record
        </Button>
      </div>
    </form>
  );
};
