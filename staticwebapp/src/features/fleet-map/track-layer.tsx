import type { AddLayerObject } from 'maplibre-gl';
import { useEffect, useMemo } from 'react';
import { SPEED_COLORS } from '../../components/speed-colors.ts';
import type { Position } from '../../lib/fleet/contract.ts';
import { useMap } from './map-context.ts';
import type { MapPalette } from './map-palette.ts';
import { trackFeatures } from './track-features.ts';
import { useMapLayers } from './use-map-layers.ts';

const SOURCE = 'track';
const ARROW = 'track-arrow';

const isLine = ['==', ['geometry-type'], 'LineString'] as never;
const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
const width = (...stops: readonly number[]) => ['interpolate', ['linear'], ['zoom'], ...stops] as never;

const layers = (palette: MapPalette): AddLayerObject[] => [
  {
    id: 'track-edge',
    source: SOURCE,
    type: 'line',
    filter: isLine,
    layout: round,
    paint: { 'line-color': palette.trackEdge, 'line-width': width(5, 5, 9, 8, 14, 11), 'line-opacity': 0.9 },
  },
  {
    id: 'track-line',
    source: SOURCE,
    type: 'line',
    filter: isLine,
    layout: round,
    paint: {
      'line-color': [
        'match',
        ['get', 'speedClass'],
        0,
        SPEED_COLORS[0],
        1,
        SPEED_COLORS[1],
        2,
        SPEED_COLORS[2],
        SPEED_COLORS[3],
      ],
      'line-width': width(5, 2.6, 9, 4.5, 14, 7),
    },
  },
  {
    id: 'track-arrows',
    source: SOURCE,
    type: 'symbol',
    filter: isLine,
    minzoom: 9.5,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 70,
      'icon-image': ARROW,
      'icon-size': width(9, 0.8, 14, 1.1),
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'icon-padding': 0,
    },
  },
  {
    id: 'track-start',
    source: SOURCE,
    type: 'circle',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 5,
      'circle-color': palette.trackEdge,
      'circle-stroke-color': SPEED_COLORS[3],
      'circle-stroke-width': 2.5,
    },
  },
];

/** A white chevron pointing along the line. */
const arrowImage = (): ImageData => {
  const size = 24;
  const context = new OffscreenCanvas(size, size).getContext('2d');
  if (!context) throw new Error('this browser offers no 2D canvas');
  context.strokeStyle = '#fff';
  context.lineWidth = 3.2;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(new Path2D('M9.5 6.5 15 12 9.5 17.5'));
  return context.getImageData(0, 0, size, size);
};

interface TrackLayerProps {
  readonly track: readonly Position[];
  readonly palette: MapPalette;
}

/** Where the selected vehicle has been: coloured by speed, with its direction, open where nothing is known. */
export const TrackLayer = ({ track, palette }: TrackLayerProps) => {
  const map = useMap();
  useEffect(() => {
    const ensureArrow = () => {
      if (!map.hasImage(ARROW)) map.addImage(ARROW, arrowImage(), { pixelRatio: 2 });
    };
    ensureArrow();
    map.on('styledata', ensureArrow);
    return () => {
      map.off('styledata', ensureArrow);
    };
  }, [map]);

  const owned = useMemo(() => ({ source: SOURCE, layers: layers(palette), belowLabels: true }), [palette]);
  const data = useMemo(() => trackFeatures(track), [track]);
  useMapLayers(owned, data);
  return null;
};
