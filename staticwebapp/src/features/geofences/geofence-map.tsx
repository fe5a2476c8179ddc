import { useEffect } from 'react';
import type { Geofence } from '../../../../shared/client/routes.ts';
import type { AppConfig } from '../../lib/config.ts';
import type { Drawing } from '../../lib/geofences/drawing.ts';
import { extentOf } from '../../lib/geofences/shape-features.ts';
import { fitTo } from '../fleet-map/camera.ts';
import { GeofenceLayer } from '../fleet-map/geofence-layer.tsx';
import { useMap } from '../fleet-map/map-context.ts';
import { MapControls } from '../fleet-map/map-controls.tsx';
import { MapFrame } from '../fleet-map/map-frame.tsx';
import type { ColorScheme } from '../fleet-map/map-palette.ts';
import { DrawingLayer } from './drawing-layer.tsx';

const NOTHING_OVER = { right: 0, bottom: 0 };

interface Place {
  readonly lat: number;
  readonly lon: number;
}

interface ViewProps {
  /** What the view is of: when it is another one, the map goes there. */
  readonly of: string;
  readonly places: readonly Place[];
}

const View = ({ of, places }: ViewProps) => {
  const map = useMap();
  const known = places.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes there once, and not again whenever a shape is changed
  useEffect(() => {
    if (known) fitTo(map, places, NOTHING_OVER, { maxZoom: 16, animate: of !== 'all' });
  }, [map, of, known]);
  return null;
};

interface GeofenceMapProps {
  readonly config: AppConfig;
  readonly scheme: ColorScheme;
  readonly fences: readonly Geofence[];
  readonly selected: Geofence | undefined;
  /** Where the vehicles are, to begin there while nothing is drawn. */
  readonly vehicles: readonly Place[];
  readonly editing:
    | { readonly drawing: Drawing | undefined; readonly colour: string; readonly onDraw: (drawing: Drawing) => void }
    | undefined;
  readonly onSelect: (geofenceId: string) => void;
}

/** All geofences on a map; one of them may be in the making. */
export const GeofenceMap = ({ config, scheme, fences, selected, vehicles, editing, onSelect }: GeofenceMapProps) => {
  const others = editing ? fences.filter(({ id }) => id !== selected?.id) : fences;
  const shown = selected && !editing && !fences.includes(selected) ? [...others, selected] : others;
  const all = fences.flatMap(({ shape }) => extentOf(shape));
  const begin = all.length > 0 ? all : vehicles;
  return (
    <MapFrame config={config} scheme={scheme} label="Map of the geofences" testId="geofence-map">
      {(palette) => (
        <>
          <GeofenceLayer
            fences={shown}
            palette={palette}
            selectedId={selected?.id}
            onSelect={editing ? undefined : onSelect}
          />
          {editing?.drawing && (
            <DrawingLayer drawing={editing.drawing} colour={editing.colour} palette={palette} onDraw={editing.onDraw} />
          )}
          <View of="all" places={begin} />
          {selected && <View of={selected.id} places={extentOf(selected.shape)} />}
          <Controls places={begin} />
        </>
      )}
    </MapFrame>
  );
};

const Controls = ({ places }: { readonly places: readonly Place[] }) => {
  const map = useMap();
  return <MapControls fit="Show all geofences" onFit={() => fitTo(map, places, NOTHING_OVER, { maxZoom: 16 })} />;
};
