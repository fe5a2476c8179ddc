import { memo } from 'react';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import { STATUS_LABELS } from '../../lib/fleet/vehicle-status.ts';
import { formatAgo, formatSpeed } from '../../lib/format.ts';
import classes from './vehicle-rows.module.css';

interface VehicleRowProps {
  readonly item: FleetVehicle;
  readonly now: number;
  readonly top: number;
  readonly place: number;
  readonly of: number;
  readonly selected: boolean;
  readonly underCursor: boolean;
  readonly onSelect: (vehicleId: string) => void;
}

export const VehicleRow = memo(function VehicleRow(props: VehicleRowProps) {
  const { item, now, top, place, of, selected, underCursor, onSelect } = props;
  const { vehicle, position, status } = item;
  return (
    // The list box has the focus and the keys; a row only answers the pointer.
    <div
      id={`row-${vehicle.id}`}
      data-testid={`vehicle-row-${vehicle.id}`}
      className={classes.row}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-setsize={of}
      aria-posinset={place}
      data-cursor={underCursor || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(vehicle.id)}
      onKeyDown={(event) => event.key === 'Enter' && onSelect(vehicle.id)}
    >
      <StatusGlyph status={status} heading={position?.heading} size={22} />
      <span className={classes.who}>
        <span className={classes.name}>{vehicle.name}</span>
        <span className={classes.plate}>{vehicle.plate ?? vehicle.kind}</span>
      </span>
      <span className={classes.what}>
        <span className={classes.doing} data-status={status}>
          {status === 'moving' && position?.speed !== undefined ? formatSpeed(position.speed) : STATUS_LABELS[status]}
        </span>
        <span className={classes.when}>{position ? formatAgo(position.at, now) : 'no position yet'}</span>
      </span>
    </div>
  );
});
