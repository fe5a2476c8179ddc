import { useEffect } from 'react';
import type { DrivingIncident, Spot } from '../../../../shared/client/routes.ts';
import type { AppConfig } from '../../lib/config.ts';
import type { Position } from '../../lib/fleet/contract.ts';
import { fitTo } from '../fleet-map/camera.ts';
import { useMap } from '../fleet-map/map-context.ts';
import { MapFrame } from '../fleet-map/map-frame.tsx';
import type { ColorScheme } from '../fleet-map/map-palette.ts';
import { TrackLayer } from '../fleet-map/track-layer.tsx';
import { IncidentLayer } from './incident-layer.tsx';

const NOTHING_OVER = { right: 0, bottom: 0 };

/** Shows the whole way, once. */
const Frame = ({ track }: { readonly track: readonly Position[] }) => {
  const map = useMap();
  useEffect(() => fitTo(map, track, NOTHING_OVER, { maxZoom: 15, animate: false }), [map, track]);
  return null;
};

interface TripMapProps {
  readonly config: AppConfig;
  readonly scheme: ColorScheme;
  readonly track: readonly Position[];
  readonly incidents: readonly DrivingIncident[];
  readonly end: Spot | undefined;
}

/** The way of one trip, with what happened on it. */
export const TripMap = ({ config, scheme, track, incidents, end }: TripMapProps) => (
  <MapFrame config={config} scheme={scheme} label="Track of the trip" testId="trip-map">
    {(palette) => (
      <>
        <Frame track={track} />
        <TrackLayer track={track} palette={palette} />
        <IncidentLayer incidents={incidents} end={end} palette={palette} />
      </>
    )}
  </MapFrame>
);
