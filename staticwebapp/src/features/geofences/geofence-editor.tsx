import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Geofence } from '../../../../shared/client/routes.ts';
import { may } from '../../lib/auth.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import { useVehicles } from '../../lib/fleet/use-vehicles.ts';
import { shapeOf } from '../../lib/geofences/drawing.ts';
import { COLOURS, changeOf, type GeofenceForm, isNumber, newGeofenceOf } from '../../lib/geofences/geofence-form.ts';
import { useGeofenceCommands } from '../../lib/geofences/geofences.ts';
import { useMe } from '../../lib/use-me.ts';
import { groups } from '../../lib/vehicles/vehicle-queries.ts';
import classes from './geofences.module.css';
import { RulesFields } from './rules-fields.tsx';
import { ShapeFields } from './shape-fields.tsx';

const FIELDS = ['name', 'description', 'colour', 'shape'];

interface GeofenceEditorProps {
  /** The one that is changed; absent for a new one. */
  readonly fence: Geofence | undefined;
  readonly form: GeofenceForm;
  readonly onChange: (form: GeofenceForm) => void;
  readonly onDone: (fence: Geofence) => void;
  readonly onCancel: () => void;
}

/** Draws a geofence, or changes one. */
export const GeofenceEditor = ({ fence, form, onChange, onDone, onCancel }: GeofenceEditorProps) => {
  const me = useMe();
  const { create, change } = useGeofenceCommands();
  const { data: vehicles = [] } = useVehicles();
  const { data: known = [] } = useQuery({ ...groups, enabled: may(me, 'groups:read') });
  const { at: wrong, rest } = issuesAt(create.error ?? change.error, FIELDS);
  const complete = (!form.drawing || shapeOf(form.drawing)) && isNumber(form.speedLimit) && isNumber(form.dwellMinutes);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fence) {
      const changes = changeOf(fence, form);
      if (changes.patch || changes.shape) change.mutate({ geofence: fence, ...changes }, { onSuccess: onDone });
      else onDone(fence);
      return;
    }
    const body = newGeofenceOf(form);
    if (body) create.mutate(body, { onSuccess: onDone });
  };

  return (
    <form className={classes.editor} onSubmit={submit} data-testid="fence-form">
      <h2 className={classes.name}>{fence ? `Edit ${fence.name}` : 'New geofence'}</h2>
      <TextInput
        label="Name"
        name="name"
        required
        maxLength={120}
        data-autofocus
        value={form.name}
        error={wrong.name}
        onChange={({ currentTarget }) => onChange({ ...form, name: currentTarget.value })}
      />
      {form.drawing ? (
        <ShapeFields
          key={form.drawing.type}
          drawing={form.drawing}
          onChange={(drawing) => onChange({ ...form, drawing })}
          error={wrong.shape}
        />
      ) : (
        <p className={classes.text}>It moves with a vehicle, so there is nothing to draw.</p>
      )}
      <RulesFields
        form={form}
        vehicles={vehicles.map(({ id, name }) => ({ value: id, label: name }))}
        groups={known.flatMap(({ id, path, archivedAt }) =>
          archivedAt ? [] : [{ value: id, label: path.join(' › ') }],
        )}
        onChange={onChange}
      />
      <fieldset className={classes.fields}>
        <legend>On the map</legend>
        <div className={classes.colours}>
          {COLOURS.map((colour) => (
            <button
              key={colour}
              type="button"
              className={classes.colour}
              style={{ background: colour }}
              aria-label={`Colour ${colour}`}
              aria-pressed={form.colour === colour}
              onClick={() => onChange({ ...form, colour })}
            />
          ))}
        </div>
        <Textarea
          size="xs"
          label="Description"
          autosize
          minRows={2}
          maxLength={2_000}
          value={form.description}
          error={wrong.description}
          onChange={({ currentTarget }) => onChange({ ...form, description: currentTarget.value })}
        />
      </fieldset>
      {rest.length > 0 && (
        <p className={classes.error} role="alert">
          {rest.join(' ')}
        </p>
      )}
      <div className={classes.save}>
        <Button size="sm" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          size="sm"
          type="submit"
          disabled={!complete || !form.name.trim()}
          loading={create.isPending || change.isPending}
          data-testid="save-fence"
        >
          Save
        </Button>
      </div>
    </form>
  );
};
