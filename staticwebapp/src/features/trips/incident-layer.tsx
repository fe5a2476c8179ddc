import type { FeatureCollection } from 'geojson';
import type { AddLayerObject } from 'maplibre-gl';
import { useMemo } from 'react';
import type { DrivingIncident, Spot } from '../../../../shared/client/routes.ts';
import { SPEED_COLORS } from '../../components/speed-colors.ts';
import type { MapPalette } from '../fleet-map/map-palette.ts';
import { useMapLayers } from '../fleet-map/use-map-layers.ts';
import { INCIDENT_COLORS } from './incident-colors.ts';

const SOURCE = 'incidents';

const layers = (palette: MapPalette): AddLayerObject[] => [
  {
    id: SOURCE,
    source: SOURCE,
    type: 'circle',
    paint: {
      'circle-radius': ['case', ['==', ['get', 'kind'], 'end'], 7, 5.5] as never,
      'circle-color': ['get', 'color'],
      'circle-stroke-color': palette.trackEdge,
      'circle-stroke-width': 2,
    },
  },
];

const point = (kind: string, color: string, { lat, lon }: { lat: number; lon: number }) => ({
  type: 'Feature' as const,
  properties: { kind, color },
  geometry: { type: 'Point' as const, coordinates: [lon, lat] },
});

interface IncidentLayerProps {
  readonly incidents: readonly DrivingIncident[];
  readonly end: Spot | undefined;
  readonly palette: MapPalette;
}

/** Where something happened that counts against the driver, and where the trip ended. */
export const IncidentLayer = ({ incidents, end, palette }: IncidentLayerProps) => {
  const owned = useMemo(() => ({ source: SOURCE, layers: layers(palette) }), [palette]);
  const data = useMemo((): FeatureCollection => {
    const marks = incidents.map((incident) => point(incident.kind, INCIDENT_COLORS[incident.kind], incident));
    return { type: 'FeatureCollection', features: [...marks, ...(end ? [point('end', SPEED_COLORS[3], end)] : [])] };
  }, [incidents, end]);
  useMapLayers(owned, data);
  return null;
};
