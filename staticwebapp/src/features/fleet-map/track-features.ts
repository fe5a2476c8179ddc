import type { FeatureCollection } from 'geojson';
import type { Position } from '../../lib/fleet/contract.ts';
import { stretches } from '../../lib/fleet/track.ts';

/** The track as GeoJSON: one line per stretch of one speed class, and a point where it begins. */
export const trackFeatures = (track: readonly Position[]): FeatureCollection => {
  const [first] = track;
  return {
    type: 'FeatureCollection',
    features: [
      ...stretches(track).map(({ speedClass, path }) => ({
        type: 'Feature' as const,
        properties: { speedClass },
        geometry: { type: 'LineString' as const, coordinates: path.map(([lon, lat]) => [lon, lat]) },
      })),
      ...(first && track.length > 1
        ? [
            {
              type: 'Feature' as const,
              properties: { start: true },
              geometry: { type: 'Point' as const, coordinates: [first.lon, first.lat] },
            },
          ]
        : []),
    ],
  };
};
