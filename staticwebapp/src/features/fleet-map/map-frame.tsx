import type { ReactNode } from 'react';
import type { AppConfig } from '../../lib/config.ts';
import classes from './fleet-map.module.css';
import { MapContext } from './map-context.ts';
import type { ColorScheme, MapPalette } from './map-palette.ts';
import { OverlayLayer } from './overlay-layer.tsx';
import { useBaseMap } from './use-base-map.ts';

interface MapFrameProps {
  readonly config: AppConfig;
  readonly scheme: ColorScheme;
  readonly label: string;
  readonly testId: string;
  /** The layers, each a component that asks for the map with `useMap`. */
  readonly children: (palette: MapPalette) => ReactNode;
}

/** A map that fills what it is put in, for the pages that show something else than the live fleet. */
export const MapFrame = ({ config, scheme, label, testId, children }: MapFrameProps) => {
  const { container, map, idle, failure, palette } = useBaseMap(config, scheme);
  return (
    <div className={classes.frame} data-testid={testId} data-ready={map !== undefined && idle}>
      <section ref={container} className={classes.map} aria-label={label} />
      {failure && (
        <div className={classes.failure} role="alert">
          <h2>The map cannot be drawn</h2>
          <p>This browser offers no WebGL, which the map needs.</p>
        </div>
      )}
      {map && (
        <MapContext value={map}>
          {config.overlays.map((overlay) => (
            <OverlayLayer key={overlay.id} overlay={overlay} palette={palette} />
          ))}
          {children(palette)}
        </MapContext>
      )}
    </div>
  );
};
