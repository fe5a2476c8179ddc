import { UnstyledButton } from '@mantine/core';
import type { Geofence } from '../../../../shared/client/routes.ts';
import { formatDistance, formatSpeed } from '../../lib/format.ts';
import classes from './geofences.module.css';

const SHAPE_WORDS: Readonly<Record<Geofence['shape']['type'], string>> = {
  circle: 'Circle',
  rectangle: 'Rectangle',
  polygon: 'Polygon',
  corridor: 'Corridor',
  'around-vehicle': 'Around a vehicle',
};

const sizeOf = ({ shape }: Geofence): string => {
  if (shape.type === 'circle' || shape.type === 'around-vehicle')
    return `, ${formatDistance(shape.radiusMetres)} around`;
  return shape.type === 'corridor' ? `, ${formatDistance(shape.widthMetres)} wide` : '';
};

interface GeofenceListProps {
  readonly fences: readonly Geofence[];
  readonly onSelect: (geofenceId: string) => void;
}

/** Geofences by name. */
export const GeofenceList = ({ fences, onSelect }: GeofenceListProps) => (
  <ul className={classes.list}>
    {fences.map((fence) => (
      <li key={fence.id}>
        <UnstyledButton className={classes.item} onClick={() => onSelect(fence.id)} data-testid={`fence-${fence.id}`}>
          <span className={classes.swatch} style={{ background: fence.colour ?? 'var(--brand)' }} aria-hidden />
          <span className={classes.itemName}>{fence.name}</span>
          <span className={classes.soft}>
            {SHAPE_WORDS[fence.shape.type]}
            {sizeOf(fence)}
            {fence.rules.speedLimit !== undefined && ` · ${formatSpeed(fence.rules.speedLimit)}`}
          </span>
        </UnstyledButton>
      </li>
    ))}
  </ul>
);
