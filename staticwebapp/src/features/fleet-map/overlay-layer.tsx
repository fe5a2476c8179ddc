import type { AddLayerObject } from 'maplibre-gl';
import { useMemo } from 'react';
import type { Overlay } from '../../lib/config.ts';
import { MAP_FONT } from './base-map-style.ts';
import type { MapPalette } from './map-palette.ts';
import { useMapLayers } from './use-map-layers.ts';

const width = (...stops: readonly number[]) => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as never;

const road = (id: string, source: string, roadClass: string, color: string, lineWidth: unknown): AddLayerObject => ({
  id,
  source,
  type: 'line',
  filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'class'], roadClass]],
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': color, 'line-width': lineWidth as number },
});

const roads = (source: string, palette: MapPalette): AddLayerObject[] => [
  road(`${source}-main-edge`, source, 'main', palette.roadEdge, width(5, 1.1, 8, 2.6, 14, 11)),
  road(`${source}-motorway-edge`, source, 'motorway', palette.motorwayEdge, width(4, 1.2, 9, 4.2, 14, 16)),
  road(`${source}-main`, source, 'main', palette.road, width(5, 0.5, 8, 1.3, 14, 8)),
  road(`${source}-motorway`, source, 'motorway', palette.motorway, width(4, 0.7, 9, 2.8, 14, 12)),
];

const cities = (source: string, palette: MapPalette): AddLayerObject[] => [
  {
    id: `${source}-cities`,
    source,
    type: 'symbol',
    filter: ['==', ['geometry-type'], 'Point'],
    minzoom: 4,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [MAP_FONT],
      'text-size': ['interpolate', ['linear'], ['zoom'], 5, 11.5, 12, 17],
      'text-anchor': 'bottom',
      'text-offset': [0, -0.35],
      'symbol-sort-key': ['-', ['coalesce', ['get', 'population'], 0]],
    },
    paint: { 'text-color': palette.townText, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
  },
];

interface OverlayLayerProps {
  readonly overlay: Overlay;
  readonly palette: MapPalette;
}

/** Roads and cities that the base map lacks, drawn as if they were part of it. */
export const OverlayLayer = ({ overlay, palette }: OverlayLayerProps) => {
  const source = `overlay-${overlay.id}`;
  const below = useMemo(() => ({ source, layers: roads(source, palette), belowLabels: true }), [source, palette]);
  const above = useMemo(
    () => ({ source: `${source}-names`, layers: cities(`${source}-names`, palette) }),
    [source, palette],
  );
  useMapLayers(below, overlay.url);
  useMapLayers(above, overlay.url);
  return null;
};
