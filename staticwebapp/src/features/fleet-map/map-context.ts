import type { Map as MapLibreMap } from 'maplibre-gl';
import { createContext, useContext } from 'react';

export const MapContext = createContext<MapLibreMap | undefined>(undefined);

/** The map, its style loaded; only for components inside `<FleetMap>`. */
export const useMap = (): MapLibreMap => {
  const map = useContext(MapContext);
  if (!map) throw new Error('useMap needs a FleetMap above it');
  return map;
};
