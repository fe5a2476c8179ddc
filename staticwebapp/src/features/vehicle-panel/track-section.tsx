import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { RouteIcon } from '../../components/icons.tsx';
import { SPEED_COLORS } from '../../components/speed-colors.ts';
import type { Position } from '../../lib/fleet/contract.ts';
import { SPEED_CLASSES, summarise } from '../../lib/fleet/track.ts';
import { TRACK_HOURS, type TrackHours } from '../../lib/fleet/use-track.ts';
import { formatDistance, formatDuration, formatSpeed } from '../../lib/format.ts';
import classes from './track-section.module.css';

interface TrackSectionProps {
  readonly track: readonly Position[] | undefined;
  readonly state: 'pending' | 'error' | 'success';
  readonly hours: TrackHours;
  readonly onHours: (hours: TrackHours) => void;
  readonly onShow: () => void;
  readonly onRetry: () => void;
}

const CHOICES = TRACK_HOURS.map((hours) => ({ value: String(hours), label: `${hours} h` }));

const Numbers = ({ track }: { readonly track: readonly Position[] }) => {
  const { distance, moving, topSpeed } = useMemo(() => summarise(track), [track]);
  return (
    <dl className={classes.numbers}>
      <div>
        <dt>Distance</dt>
        <dd data-testid="track-distance">{formatDistance(distance)}</dd>
      </div>
      <div>
        <dt>Driving</dt>
        <dd>{formatDuration(moving)}</dd>
      </div>
      <div>
        <dt>Top speed</dt>
        <dd>{formatSpeed(topSpeed)}</dd>
      </div>
    </dl>
  );
};

/** The colours of the line on the map, slow to fast. */
const SpeedLegend = () => (
  <p className={classes.legend}>
    {SPEED_COLORS.map((color, index) => (
      <span key={color} className={classes.band}>
        <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
        {index < SPEED_CLASSES.length ? `< ${SPEED_CLASSES[index]}` : `≥ ${SPEED_CLASSES[index - 1]}`}
      </span>
    ))}
    <span>km/h</span>
  </p>
);

export const TrackSection = ({ track, state, hours, onHours, onShow, onRetry }: TrackSectionProps) => (
  <section className={classes.track} aria-label="Track">
    <div className={classes.head}>
      <h3 className={classes.title}>Track of the last</h3>
      <SegmentedControl
        size="xs"
        aria-label="Length of the track"
        data={CHOICES}
        value={String(hours)}
        onChange={(value) => onHours(TRACK_HOURS.find((choice) => String(choice) === value) ?? hours)}
      />
    </div>
    {state === 'pending' && <Skeleton height={46} radius={8} role="status" aria-label="Loading the track" />}
    {state === 'error' && (
      <p className={classes.note} role="alert">
        The track could not be loaded.{' '}
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </p>
    )}
    {state === 'success' && track && track.length < 2 && (
      <p className={classes.note}>No movement was reported in this time.</p>
    )}
    {state === 'success' && track && track.length >= 2 && (
      <>
        <Numbers track={track} />
        <div className={classes.foot}>
          <SpeedLegend />
          <Button size="compact-xs" variant="subtle" leftSection={<RouteIcon />} onClick={onShow}>
            Show all
          </Button>
        </div>
      </>
    )}
  </section>
);
