import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Trip } from '../../../../shared/client/routes.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import { CLASSIFICATION_WORDS } from '../../lib/trips/trip-words.ts';
import { type Classifying, useClassifyTrip } from '../../lib/trips/trips.ts';
import classes from './trips.module.css';

const CHOICES = ['business', 'commute', 'private'] as const;

/** What the trip was for, as a logbook asks. */
export const ClassifyTrip = ({ trip }: { readonly trip: Trip }) => {
  const classify = useClassifyTrip(trip);
  const before = CHOICES.find((choice) => choice === trip.classification);
  const [choice, setChoice] = useState<Classifying['classification'] | undefined>(before);
  const [purpose, setPurpose] = useState(trip.purpose ?? '');
  const { at: wrong, rest } = issuesAt(classify.error, ['purpose']);
  if (trip.classification === 'private' && trip.classifiedBy === 'driver')
    return <p className={classes.note}>Its driver has said that this trip is private; only they can say otherwise.</p>;

  const changed = choice !== before || purpose.trim() !== (trip.purpose ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!choice) return;
    const { note } = trip;
    const said = purpose.trim();
    classify.mutate({ classification: choice, ...(said && { purpose: said }), ...(note && { note }) });
  };
  return (
    <form className={classes.classify} onSubmit={submit} data-testid="classify">
      <SegmentedControl
        aria-label="What the trip was"
        size="xs"
        data={CHOICES.map((value) => ({ value, label: CLASSIFICATION_WORDS[value] }))}
        value={choice ?? ''}
        onChange={(value) => setChoice(CHOICES.find((one) => one === value))}
      />
      <TextInput
        className={classes.purpose}
        size="xs"
        aria-label="Purpose"
        placeholder="Purpose: what for, and whom to"
        maxLength={200}
        value={purpose}
        error={wrong.purpose}
        onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
      />
      <Button size="xs" type="submit" disabled={!choice || !changed} loading={classify.isPending}>
        Save
      </Button>
      {rest.length > 0 && (
        <p className={classes.error} role="alert">
          {rest.join(' ')}
        </p>
      )}
    </form>
  );
};
