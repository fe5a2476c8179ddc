import type { AddLayerObject, MapLayerMouseEvent } from 'maplibre-gl';
import { useEffect, useMemo } from 'react';
import type { Geofence } from '../../../../shared/client/routes.ts';
import { geofenceFeatures } from '../../lib/geofences/shape-features.ts';
import { MAP_FONT } from './base-map-style.ts';
import { useMap } from './map-context.ts';
import type { MapPalette } from './map-palette.ts';
import { shapeLayers } from './shape-layers.ts';
import { useMapLayers } from './use-map-layers.ts';

const SOURCE = 'geofences';
const NAMES = 'geofence-names';

const names = (palette: MapPalette): AddLayerObject[] => [
  {
    id: NAMES,
    source: NAMES,
    type: 'symbol',
    filter: ['==', ['get', 'kind'], 'name'],
    minzoom: 8,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [MAP_FONT],
      'text-size': 12.5,
      'text-max-width': 9,
      'text-padding': 4,
    },
    paint: { 'text-color': palette.fenceText, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
  },
];

/** What can be clicked. */
const TARGET = `${SOURCE}-area`;

interface GeofenceLayerProps {
  readonly fences: readonly Geofence[];
  readonly palette: MapPalette;
  readonly selectedId?: string | undefined;
  readonly onSelect?: ((geofenceId: string) => void) | undefined;
}

/** Geofences with their names. */
export const GeofenceLayer = ({ fences, palette, selectedId, onSelect }: GeofenceLayerProps) => {
  const map = useMap();
  const below = useMemo(() => ({ source: SOURCE, layers: shapeLayers(SOURCE), belowLabels: true }), []);
  const above = useMemo(() => ({ source: NAMES, layers: names(palette) }), [palette]);
  const data = useMemo(() => geofenceFeatures(fences, selectedId), [fences, selectedId]);
  useMapLayers(below, data);
  useMapLayers(above, data);

  useEffect(() => {
    if (!onSelect) return;
    const choose = ({ features }: MapLayerMouseEvent) => {
      const id: unknown = features?.[0]?.properties.id;
      if (typeof id === 'string') onSelect(id);
    };
    const point = () => {
      map.getCanvas().style.cursor = 'pointer';
    };
    const rest = () => {
      map.getCanvas().style.cursor = '';
    };
    map.on('click', TARGET, choose);
    map.on('mouseenter', TARGET, point);
    map.on('mouseleave', TARGET, rest);
    return () => {
      rest();
      map.off('click', TARGET, choose);
      map.off('mouseenter', TARGET, point);
      map.off('mouseleave', TARGET, rest);
    };
  }, [map, onSelect]);
  return null;
};
