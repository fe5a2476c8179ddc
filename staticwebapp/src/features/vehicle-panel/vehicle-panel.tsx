import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { CloseIcon, FollowIcon } from '../../components/icons.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import type { Position } from '../../lib/fleet/contract.ts';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import type { TrackHours } from '../../lib/fleet/use-track.ts';
import { STATUS_LABELS } from '../../lib/fleet/vehicle-status.ts';
import { formatAgo, formatInstant } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Facts } from './facts.tsx';
import { Motion } from './motion.tsx';
import { TrackSection } from './track-section.tsx';
import classes from './vehicle-panel.module.css';

interface VehiclePanelProps {
  readonly item: FleetVehicle;
  readonly track: readonly Position[] | undefined;
  readonly trackState: 'pending' | 'error' | 'success';
  readonly hours: TrackHours;
  readonly onHours: (hours: TrackHours) => void;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  readonly onShowTrack: () => void;
  readonly onRetryTrack: () => void;
  readonly onClose: () => void;
}

const LastFix = ({ position }: { readonly position: Position }) => {
  const now = useNow(1_000);
  return (
    <Tooltip label={formatInstant(position.at)}>
      <time dateTime={position.at} className={classes.fix}>
        {formatAgo(position.at, now)}
      </time>
    </Tooltip>
  );
};

/** Everything about the selected vehicle: what it does now, and where it has been. */
export const VehiclePanel = (props: VehiclePanelProps) => {
  const { item, following, onFollow, onClose } = props;
  const { vehicle, position, status } = item;
  return (
    <section className={classes.panel} data-testid="vehicle-panel" aria-label={`Details of ${vehicle.name}`}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2 className={classes.name}>{vehicle.name}</h2>
          <p className={classes.sub}>
            {vehicle.plate && <span className={classes.plate}>{vehicle.plate}</span>}
            <span className={classes.kind}>{vehicle.kind === 'other' ? 'vehicle' : vehicle.kind}</span>
          </p>
        </div>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Close details" onClick={onClose}>
          <CloseIcon />
        </ActionIcon>
      </header>

      <div className={classes.state}>
        <span className={classes.status} data-status={status} data-testid="vehicle-status">
          <StatusGlyph status={status} heading={0} size={18} />
          {STATUS_LABELS[status]}
        </span>
        {position && <LastFix position={position} />}
        {position && (
          <Button
            className={classes.follow}
            size="compact-sm"
            variant={following ? 'filled' : 'default'}
            leftSection={<FollowIcon />}
            aria-pressed={following}
            onClick={() => onFollow(!following)}
          >
            {following ? 'Following' : 'Follow'}
          </Button>
        )}
      </div>

      {position ? (
        <>
          <Motion position={position} status={status} />
          <TrackSection
            track={props.track}
            state={props.trackState}
            hours={props.hours}
            onHours={props.onHours}
            onShow={props.onShowTrack}
            onRetry={props.onRetryTrack}
          />
          <Facts vehicle={vehicle} position={position} />
        </>
      ) : (
        <p className={classes.nothing}>
          This vehicle has not reported a position yet. It appears on the map as soon as its device sends the first fix.
        </p>
      )}
    </section>
  );
};
