import type { AddLayerObject, GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import { useMap } from './map-context.ts';

export interface OwnedLayers {
  readonly source: string;
  readonly layers: readonly AddLayerObject[];
  /** Beneath the names, so that a road never strikes out a town. */
  readonly belowLabels?: boolean;
}

/** Where the source's features are: inline, or behind a URL. */
export type SourceData = GeoJSON.FeatureCollection | string;

const firstLabel = (map: MapLibreMap): string | undefined =>
  map.getStyle().layers.find(({ type }) => type === 'symbol')?.id;

const add = (map: MapLibreMap, { source, layers, belowLabels }: OwnedLayers, data: SourceData): void => {
  if (map.getSource(source)) return;
  const before = belowLabels ? firstLabel(map) : undefined;
  map.addSource(source, { type: 'geojson', data });
  for (const layer of layers) map.addLayer(layer, before);
};

const remove = (map: MapLibreMap, { source, layers }: OwnedLayers): void => {
  for (const { id } of layers) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource(source)) map.removeSource(source);
};

/**
 * A GeoJSON source and its layers that live as long as the component does, and come back when the style is replaced.
 * @param owned must be memoised: a new object takes the old layers away and puts the new ones in
 */
export const useMapLayers = (owned: OwnedLayers, data: SourceData): void => {
  const map = useMap();
  const newest = useRef(data);
  newest.current = data;

  useEffect(() => {
    const ensure = () => add(map, owned, newest.current);
    ensure();
    map.on('styledata', ensure);
    return () => {
      map.off('styledata', ensure);
      // The map may have been removed first, and its style with it.
      if (map.style) remove(map, owned);
    };
  }, [map, owned]);

  useEffect(() => {
    map.getSource<GeoJSONSource>(owned.source)?.setData(data);
  }, [map, owned.source, data]);
};
