import type { FeatureCollection } from 'geojson';
import type { AddLayerObject, MapMouseEvent, MapTouchEvent, PointLike } from 'maplibre-gl';
import { useEffect, useMemo, useRef } from 'react';
import {
  closesAt,
  type Drawing,
  type Handle,
  handlesOf,
  shapeOf,
  withClick,
  withHandleAt,
} from '../../lib/geofences/drawing.ts';
import { shapeFeatures } from '../../lib/geofences/shape-features.ts';
import { useMap } from '../fleet-map/map-context.ts';
import type { MapPalette } from '../fleet-map/map-palette.ts';
import { shapeLayers } from '../fleet-map/shape-layers.ts';
import { useMapLayers } from '../fleet-map/use-map-layers.ts';

const SOURCE = 'drawing';
/** How far beside a handle one may press, in pixels: fingers are wide. */
const REACH = 12;

const layers = (palette: MapPalette): AddLayerObject[] => [
  ...shapeLayers(SOURCE),
  {
    id: `${SOURCE}-begun`,
    source: SOURCE,
    type: 'line',
    filter: ['==', ['get', 'kind'], 'begun'],
    paint: { 'line-color': ['get', 'colour'], 'line-width': 2.5, 'line-dasharray': [2, 1.5] },
  },
  {
    id: `${SOURCE}-handles`,
    source: SOURCE,
    type: 'circle',
    filter: ['==', ['get', 'kind'], 'handle'],
    paint: {
      'circle-radius': ['match', ['get', 'handle'], 'between', 4.5, 7] as never,
      'circle-color': palette.trackEdge,
      'circle-stroke-color': ['get', 'colour'],
      'circle-stroke-width': ['match', ['get', 'handle'], 'between', 1.5, 3] as never,
    },
  },
];

const featuresOf = (drawing: Drawing, colour: string): FeatureCollection => {
  const shape = shapeOf(drawing);
  const told = { colour, selected: true };
  const path = drawing.points.map(({ lat, lon }) => [lon, lat]);
  return {
    type: 'FeatureCollection',
    features: [
      ...(shape ? shapeFeatures(shape, told) : []),
      ...(!shape && path.length > 1
        ? [
            {
              type: 'Feature' as const,
              properties: { ...told, kind: 'begun' },
              geometry: { type: 'LineString' as const, coordinates: path },
            },
          ]
        : []),
      ...handlesOf(drawing).map(({ kind, lat, lon }) => ({
        type: 'Feature' as const,
        properties: { ...told, kind: 'handle', handle: kind },
        geometry: { type: 'Point' as const, coordinates: [lon, lat] },
      })),
    ],
  };
};

interface DrawingLayerProps {
  readonly drawing: Drawing;
  readonly colour: string;
  readonly palette: MapPalette;
  readonly onDraw: (drawing: Drawing) => void;
}

/** A shape in the making: clicks place corners, handles are dragged. */
export const DrawingLayer = ({ drawing, colour, palette, onDraw }: DrawingLayerProps) => {
  const map = useMap();
  const owned = useMemo(() => ({ source: SOURCE, layers: layers(palette) }), [palette]);
  const data = useMemo(() => featuresOf(drawing, colour), [drawing, colour]);
  useMapLayers(owned, data);
  const newest = useRef({ drawing, onDraw });
  newest.current = { drawing, onDraw };

  useEffect(() => {
    let dragged: Handle | undefined;
    let moved = false;
    const at = (point: PointLike): Handle | undefined => {
      const [x, y] = Array.isArray(point) ? point : [point.x, point.y];
      const away = (handle: Handle) => {
        const shown = map.project([handle.lon, handle.lat]);
        return Math.hypot(shown.x - x, shown.y - y);
      };
      const [nearest] = [...handlesOf(newest.current.drawing)].sort((a, b) => away(a) - away(b));
      return nearest && away(nearest) <= REACH ? nearest : undefined;
    };
    const cursor = () => {
      map.getCanvas().style.cursor = newest.current.drawing.open ? 'crosshair' : '';
    };
    const press = (event: MapMouseEvent | MapTouchEvent) => {
      dragged = at(event.point);
      moved = false;
      if (dragged) event.preventDefault();
    };
    const move = ({ point, lngLat }: MapMouseEvent | MapTouchEvent) => {
      const { drawing, onDraw } = newest.current;
      if (!dragged) {
        if (at(point)) map.getCanvas().style.cursor = 'move';
        else cursor();
        return;
      }
      moved = true;
      const changed = withHandleAt(drawing, dragged, { lat: lngLat.lat, lon: lngLat.lng });
      // From now on it is a corner of its own.
      if (dragged.kind === 'between') dragged = { ...dragged, kind: 'point' };
      newest.current = { drawing: changed, onDraw };
      onDraw(changed);
    };
    const release = () => {
      dragged = undefined;
    };
    const click = ({ point, lngLat }: MapMouseEvent) => {
      const { drawing, onDraw } = newest.current;
      if (moved) return;
      const handle = at(point);
      if (handle?.kind === 'point' && handle.index === closesAt(drawing)) onDraw({ ...drawing, open: false });
      else if (!handle) onDraw(withClick(drawing, { lat: lngLat.lat, lon: lngLat.lng }));
    };
    cursor();
    map.doubleClickZoom.disable();
    map.on('mousedown', press);
    map.on('touchstart', press);
    map.on('mousemove', move);
    map.on('touchmove', move);
    map.on('mouseup', release);
    map.on('touchend', release);
    map.on('click', click);
    return () => {
      map.off('mousedown', press);
      map.off('touchstart', press);
      map.off('mousemove', move);
      map.off('touchmove', move);
      map.off('mouseup', release);
      map.off('touchend', release);
      map.off('click', click);
      if (!map.style) return;
      map.getCanvas().style.cursor = '';
      map.doubleClickZoom.enable();
    };
  }, [map]);
  return null;
};
