import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../../shared/client/api-error.ts';
import type { Group, Vehicle } from '../../../../shared/client/routes.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import { usePatchVehicle } from '../../lib/vehicles/use-vehicle-commands.ts';
import { draftIssues, draftOf, fieldsOf, patchOf, rebased } from '../../lib/vehicles/vehicle-form.ts';
import { vehicleFields } from '../../lib/vehicles/vehicle-queries.ts';
import { FormIssues } from './form-issues.tsx';
import { useFocusOnIssue } from './use-focus-on-issue.ts';
import classes from './vehicle-fields.module.css';
import { VehicleFields } from './vehicle-fields.tsx';

interface EditVehicleProps {
  readonly vehicle: Vehicle;
  readonly groups: readonly Group[];
  /** The vehicle as it is by now. */
  readonly onReload: () => Promise<Vehicle | undefined>;
  readonly onDone: () => void;
}

/** Changes what describes a vehicle; what somebody else has changed meanwhile is not overwritten unseen. */
export const EditVehicle = ({ vehicle, groups, onReload, onDone }: EditVehicleProps) => {
  const { data: own = [] } = useQuery(vehicleFields);
  // What the form began with, whatever becomes known of the vehicle while somebody types.
  const [base, setBase] = useState(vehicle);
  const [draft, setDraft] = useState(() => draftOf(vehicle));
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>();
  const patch = usePatchVehicle(vehicle.id);
  const isStale = patch.error instanceof ApiError && patch.error.status === 412;
  const { at, rest } = issuesAt(patch.error, fieldsOf(own));

  const form = useFocusOnIssue(patch.error ?? seen);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = draftIssues(draft, own);
    const isWrong = Object.keys(wrong).length > 0;
    setSeen(isWrong ? wrong : undefined);
    if (isWrong) return patch.reset();
    const changes = patchOf(draftOf(base), draft, own);
    const groupId = draft.values.groupId || null;
    const moves = groupId !== (base.groupId ?? null);
    if (Object.keys(changes).length === 0 && !moves) return onDone();
    patch.mutate({ patch: changes, version: base.version, ...(moves && { groupId }) }, { onSuccess: onDone });
  };
  const reload = async () => {
    const latest = await onReload();
    if (!latest) return;
    setDraft(rebased(draftOf(base), draft, draftOf(latest)));
    setBase(latest);
    patch.reset();
  };

  return (
    <form ref={form} onSubmit={submit} noValidate data-testid="vehicle-form">
      {isStale ? (
        <FormIssues
          issues={['Somebody else has changed this vehicle since you opened the form. Nothing was saved.']}
          action={
            <Button size="compact-sm" variant="default" onClick={() => void reload()} data-testid="reload">
              Load what it is now, and keep what I typed
            </Button>
          }
        />
      ) : (
        <FormIssues issues={rest} />
      )}
      <VehicleFields draft={draft} onDraft={setDraft} issues={{ ...at, ...seen }} own={own} groups={groups} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={patch.isPending} disabled={isStale} data-testid="save">
          Save
        </Button>
      </div>
    </form>
  );
};
