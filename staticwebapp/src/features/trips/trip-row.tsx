import { UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import type { Trip } from '../../../../shared/client/routes.ts';
import { formatClock, formatDistance, formatDuration } from '../../lib/format.ts';
import { CLASSIFICATION_WORDS, drivingWords, placeWords } from '../../lib/trips/trip-words.ts';
import { TripDetail } from './trip-detail.tsx';
import classes from './trips.module.css';

interface TripRowProps {
  readonly trip: Trip;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly mayClassify: boolean;
}

const Way = ({ start, end }: Pick<Trip, 'start' | 'end'>) =>
  start && end ? (
    <span className={classes.way}>
      <span>{placeWords(start)}</span>
      <span className={classes.arrow}>→</span>
      <span>{placeWords(end)}</span>
    </span>
  ) : (
    <span className={classes.way}>Where it went is for its driver alone.</span>
  );

/** One trip in a line; opened, everything that is known of it. */
export const TripRow = ({ trip, open, onToggle, mayClassify }: TripRowProps) => {
  const detail = useId();
  const against = drivingWords(trip.driving);
  return (
    <li className={classes.trip} data-testid="trip" data-open={open || undefined}>
      <UnstyledButton className={classes.row} aria-expanded={open} aria-controls={detail} onClick={onToggle}>
        <span className={classes.times}>
          <time dateTime={trip.startedAt}>{formatClock(trip.startedAt)}</time>
          {' – '}
          <time dateTime={trip.endedAt}>{formatClock(trip.endedAt)}</time>
        </span>
        <Way {...trip} />
        <span className={classes.numbers}>
          {formatDistance(trip.metres)}
          <span className={classes.soft}>{formatDuration(trip.movingSeconds + trip.idleSeconds)}</span>
        </span>
        <span className={classes.remarks}>
          <span className={classes.kind} data-kind={trip.classification}>
            {CLASSIFICATION_WORDS[trip.classification]}
          </span>
          {against && <span className={classes.against}>{against}</span>}
        </span>
      </UnstyledButton>
      <div id={detail}>{open && <TripDetail trip={trip} mayClassify={mayClassify} />}</div>
    </li>
  );
};
