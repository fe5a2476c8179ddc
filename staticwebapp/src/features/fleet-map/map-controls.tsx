import { ActionIcon, Tooltip } from '@mantine/core';
import { FitIcon, MinusIcon, PlusIcon } from '../../components/icons.tsx';
import { useMap } from './map-context.ts';
import classes from './map-controls.module.css';

export const MapControls = ({ onFit }: { readonly onFit: () => void }) => {
  const map = useMap();
  const buttons = [
    { label: 'Zoom in', icon: <PlusIcon />, act: () => map.zoomIn() },
    { label: 'Zoom out', icon: <MinusIcon />, act: () => map.zoomOut() },
    { label: 'Show the whole fleet', icon: <FitIcon />, act: onFit },
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
    </div>
  );
};
