import { ActionIcon, Tooltip } from '@mantine/core';
import { FenceIcon, FitIcon, MinusIcon, PlusIcon } from '../../components/icons.tsx';
import { useMap } from './map-context.ts';
import classes from './map-controls.module.css';

interface MapControlsProps {
  /** What `onFit` brings into view. */
  readonly fit: string;
  readonly onFit: () => void;
  /** The geofences, which can be shown or not. */
  readonly fences?: { readonly shown: boolean; readonly onToggle: () => void };
}

export const MapControls = ({ fit, onFit, fences }: MapControlsProps) => {
  const map = useMap();
  const buttons = [
    { label: 'Zoom in', icon: <PlusIcon />, act: () => map.zoomIn() },
    { label: 'Zoom out', icon: <MinusIcon />, act: () => map.zoomOut() },
    { label: fit, icon: <FitIcon />, act: onFit },
  ];
  return (
    <div className={classes.controls}>
      {buttons.map(({ label, icon, act }) => (
        <Tooltip key={label} label={label} position="right">
          <ActionIcon className={classes.button} variant="default" size={38} aria-label={label} onClick={act}>
            {icon}
          </ActionIcon>
        </Tooltip>
      ))}
      {fences && (
        <Tooltip label={fences.shown ? 'Hide geofences' : 'Show geofences'} position="right">
          <ActionIcon
            className={classes.button}
            variant="default"
            size={38}
            aria-label="Geofences"
            aria-pressed={fences.shown}
            onClick={fences.onToggle}
            data-testid="toggle-fences"
          >
            <FenceIcon />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
};
