import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { Geofence } from '../../../../shared/client/routes.ts';
import type { AppConfig } from '../../lib/config.ts';
import type { Position } from '../../lib/fleet/contract.ts';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import { fitTo, type Insets, showVehicle } from './camera.ts';
import classes from './fleet-map.module.css';
import { GeofenceLayer } from './geofence-layer.tsx';
import { MapContext } from './map-context.ts';
import { MapControls } from './map-controls.tsx';
import type { ColorScheme } from './map-palette.ts';
import { OverlayLayer } from './overlay-layer.tsx';
import { TrackLayer } from './track-layer.tsx';
import { useBaseMap } from './use-base-map.ts';
import { VehicleLayer } from './vehicle-layer.tsx';

/** What a screen around the map may ask of it. */
export interface MapCommands {
  showTrack(track: readonly Position[]): void;
  showFleet(): void;
}

export interface FleetMapProps {
  readonly config: AppConfig;
  readonly scheme: ColorScheme;
  readonly fleet: readonly FleetVehicle[];
  /** Whether positions have arrived, so that the first view can be chosen. */
  readonly loaded: boolean;
  readonly selectedId: string | undefined;
  readonly following: boolean;
  readonly track: readonly Position[];
  /** What the screen has laid over the map. */
  readonly insets: Insets;
  readonly onSelect: (vehicleId: string) => void;
  /** The person moved the map by hand. */
  readonly onGrab: () => void;
  /** What is watched, when it is shown; absent for whoever may not see it. */
  readonly fences?: { readonly shown: readonly Geofence[] | undefined; readonly onToggle: () => void } | undefined;
  readonly commands?: Ref<MapCommands>;
}

/** The live map. It owns the MapLibre map; every layer is a component inside. */
export const FleetMap = (props: FleetMapProps) => {
  const { config, scheme, fleet, loaded, selectedId, following, track, insets, onSelect, onGrab, fences, commands } =
    props;
  const { container, map, idle, failure, palette } = useBaseMap(config, scheme);
  useEffect(() => {
    map?.on('dragstart', onGrab);
    return () => {
      map?.off('dragstart', onGrab);
    };
  }, [map, onGrab]);

  const places = fleet.flatMap(({ position }) => position ?? []);
  const newest = useRef({ places, insets });
  newest.current = { places, insets };

  const anyPlace = places.length > 0;
  const framed = useRef(false);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (!map || !loaded || !anyPlace) return;
    const { places, insets } = newest.current;
    const selected = places.find(({ vehicleId }) => vehicleId === selectedId);
    if (selected && shown.current !== selectedId) showVehicle(map, selected, insets, { animate: framed.current });
    else if (!framed.current) fitTo(map, places, insets, { animate: false });
    shown.current = selected && selectedId;
    framed.current = true;
  }, [map, loaded, selectedId, anyPlace]);

  const showFleet = () => map && fitTo(map, newest.current.places, newest.current.insets);
  useImperativeHandle(commands, () => ({
    showTrack: (fixes) => map && fitTo(map, fixes, newest.current.insets, { maxZoom: 15 }),
    showFleet: () => showFleet(),
  }));

  return (
    <div
      className={`${classes.frame} ${classes.underSheet}`}
      data-testid="fleet-map"
      data-vehicles={places.length}
      data-ready={map !== undefined && idle}
    >
      <section ref={container} className={classes.map} aria-label="Live map" />
      {failure && (
        <div className={classes.failure} role="alert">
          <h2>The map cannot be drawn</h2>
          <p>This browser offers no WebGL, which the map needs. The list beside it stays live.</p>
        </div>
      )}
      {map && (
        <MapContext value={map}>
          {config.overlays.map((overlay) => (
            <OverlayLayer key={overlay.id} overlay={overlay} palette={palette} />
          ))}
          {fences?.shown && <GeofenceLayer fences={fences.shown} palette={palette} />}
          {track.length > 1 && <TrackLayer track={track} palette={palette} />}
          <VehicleLayer
            fleet={fleet}
            scheme={scheme}
            selectedId={selectedId}
            following={following}
            insets={insets}
            onSelect={onSelect}
          />
          <MapControls
            fit="Show the whole fleet"
            onFit={showFleet}
            {...(fences && { fences: { shown: fences.shown !== undefined, onToggle: fences.onToggle } })}
          />
        </MapContext>
      )}
    </div>
  );
};
