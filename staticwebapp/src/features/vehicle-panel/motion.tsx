import type { Position } from '../../lib/fleet/contract.ts';
import type { VehicleStatus } from '../../lib/fleet/vehicle-status.ts';
import { formatCount, formatHeading } from '../../lib/format.ts';
import { kilometresPerHour } from '../../lib/units.ts';
import classes from './motion.module.css';

interface MotionProps {
  readonly position: Position;
  readonly status: VehicleStatus;
}

/** Speed large enough to read across a room, and the direction as a compass. */
export const Motion = ({ position: { speed, heading }, status }: MotionProps) => (
  <div className={classes.motion} data-old={status === 'offline' || undefined}>
    <div>
      <p className={classes.label}>{status === 'offline' ? 'Last speed' : 'Speed'}</p>
      <p className={classes.speed} data-testid="vehicle-speed">
        {speed === undefined ? '–' : formatCount(kilometresPerHour(speed))} <span className={classes.unit}>km/h</span>
      </p>
    </div>
    <div className={classes.heading}>
      <div>
        <p className={classes.label}>Heading</p>
        <p className={classes.direction}>{heading === undefined ? 'unknown' : formatHeading(heading)}</p>
      </div>
      <svg viewBox="-28 -28 56 56" className={classes.compass} aria-hidden="true">
        <circle r="25" className={classes.dial} />
        {[0, 90, 180, 270].map((turn) => (
          <path key={turn} d="M0-25v5" className={classes.tick} transform={`rotate(${turn})`} />
        ))}
        <text y="-11.5" className={classes.north}>
          N
        </text>
        {heading !== undefined && (
          <path d="M0-15.5 7 10 0 5.5-7 10Z" className={classes.needle} style={{ rotate: `${heading}deg` }} />
        )}
      </svg>
    </div>
  </div>
);
