import 'maplibre-gl/dist/maplibre-gl.css';
import { AttributionControl, Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { AppConfig } from '../../lib/config.ts';
import { baseMapStyle } from './base-map-style.ts';
import { type ColorScheme, type MapPalette, mapPalette } from './map-palette.ts';

// MapLibre 6 is a module and cannot guess where its worker was bundled to.
setWorkerUrl(workerUrl);

const createMap = (
  container: HTMLElement,
  style: ConstructorParameters<typeof MapLibreMap>[0]['style'],
): MapLibreMap => {
  const map = new MapLibreMap({
    container,
    ...(style && { style }),
    center: [10, 50],
    zoom: 3.6,
    minZoom: 1.5,
    maxZoom: 18,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    fadeDuration: 150,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new AttributionControl({ compact: true }), 'bottom-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  return map;
};

interface BaseMap {
  /** For the element that the map is drawn in. */
  readonly container: RefObject<HTMLDivElement | null>;
  /** Once its style is loaded. */
  readonly map: MapLibreMap | undefined;
  /** Whether it has been drawn whole once. */
  readonly idle: boolean;
  /** Why there is none. */
  readonly failure: string | undefined;
  readonly palette: MapPalette;
}

/** A map of the world in the colours of the page, for as long as the component lives. */
export const useBaseMap = (config: AppConfig, scheme: ColorScheme): BaseMap => {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibreMap>();
  const [idle, setIdle] = useState(false);
  const [failure, setFailure] = useState<string>();
  const palette = mapPalette(scheme);
  const style = useMemo(() => config.mapStyleUrl ?? baseMapStyle(palette), [config.mapStyleUrl, palette]);
  const firstStyle = useRef(style);

  useEffect(() => {
    if (!container.current) return;
    let created: MapLibreMap;
    try {
      created = createMap(container.current, firstStyle.current);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    created.once('style.load', () => setMap(created));
    created.once('idle', () => setIdle(true));
    return () => {
      setMap(undefined);
      created.remove();
    };
  }, []);

  useEffect(() => {
    if (map && typeof style !== 'string' && style !== firstStyle.current) {
      firstStyle.current = style;
      map.setStyle(style);
    }
  }, [map, style]);

  return { container, map, idle, failure, palette };
};
