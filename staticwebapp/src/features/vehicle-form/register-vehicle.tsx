import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Group } from '../../../../shared/client/routes.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import { useRegisterVehicle } from '../../lib/vehicles/use-vehicle-commands.ts';
import { bodyOf, draftIssues, EMPTY_DRAFT, fieldsOf } from '../../lib/vehicles/vehicle-form.ts';
import { vehicleFields } from '../../lib/vehicles/vehicle-queries.ts';
import { FormIssues } from './form-issues.tsx';
import { useFocusOnIssue } from './use-focus-on-issue.ts';
import classes from './vehicle-fields.module.css';
import { VehicleFields } from './vehicle-fields.tsx';

interface RegisterVehicleProps {
  readonly groups: readonly Group[];
  readonly onDone: (vehicleId: string) => void;
  readonly onCancel: () => void;
}

/** A new vehicle: its name is enough to begin with. */
export const RegisterVehicle = ({ groups, onDone, onCancel }: RegisterVehicleProps) => {
  const { data: own = [] } = useQuery(vehicleFields);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>();
  const register = useRegisterVehicle();
  const { at, rest } = issuesAt(register.error, fieldsOf(own));
  const form = useFocusOnIssue(register.error ?? seen);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = draftIssues(draft, own);
    const isWrong = Object.keys(wrong).length > 0;
    setSeen(isWrong ? wrong : undefined);
    if (isWrong) return register.reset();
    register.mutate(bodyOf(draft, own), { onSuccess: ({ id }) => onDone(id) });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate data-testid="vehicle-form">
      <FormIssues issues={rest} />
      <VehicleFields draft={draft} onDraft={setDraft} issues={{ ...at, ...seen }} own={own} groups={groups} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={register.isPending} data-testid="save">
          Register
        </Button>
      </div>
    </form>
  );
};
