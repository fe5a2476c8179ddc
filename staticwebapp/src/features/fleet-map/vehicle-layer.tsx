import { useReducedMotion } from '@mantine/hooks';
import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import { fitTo, type Insets, keepCentred } from './camera.ts';
import { useMap } from './map-context.ts';
import type { ColorScheme } from './map-palette.ts';
import { toLngLat } from './mercator.ts';
import { createVehicleCanvas, type VehicleCanvas } from './vehicle-canvas.ts';

interface VehicleLayerProps {
  readonly fleet: readonly FleetVehicle[];
  readonly scheme: ColorScheme;
  readonly selectedId: string | undefined;
  readonly following: boolean;
  readonly insets: Insets;
  readonly onSelect: (vehicleId: string) => void;
}

/** The vehicles: drawn, gliding, clickable; the selected one keeps the map centred on it while it is followed. */
export const VehicleLayer = ({ fleet, scheme, selectedId, following, insets, onSelect }: VehicleLayerProps) => {
  const map = useMap();
  const still = useReducedMotion() ?? false;
  const [layer, setLayer] = useState<VehicleCanvas>();
  const newest = useRef({ onSelect, insets });
  newest.current = { onSelect, insets };

  useEffect(() => {
    const canvas = createVehicleCanvas(map);
    setLayer(canvas);
    const click = ({ point }: MapMouseEvent) => {
      const hit = canvas.hit(point.x, point.y);
      if (hit && 'vehicle' in hit) newest.current.onSelect(hit.vehicle.id);
      else if (hit) {
        const places = hit.group.map(({ fix }) => fix);
        fitTo(map, places, newest.current.insets, { maxZoom: map.getZoom() + 3 });
      }
    };
    const hover = ({ point }: MapMouseEvent) => {
      const hit = canvas.hit(point.x, point.y);
      map.getCanvas().style.cursor = hit ? 'pointer' : '';
      canvas.hover(hit && 'vehicle' in hit ? hit.vehicle.id : undefined);
    };
    map.on('click', click);
    map.on('mousemove', hover);
    return () => {
      map.off('click', click);
      map.off('mousemove', hover);
      canvas.destroy();
      setLayer(undefined);
    };
  }, [map]);

  useEffect(() => layer?.update(fleet, { scheme, selectedId, still }), [layer, fleet, scheme, selectedId, still]);

  useEffect(() => {
    if (!layer || !following) return;
    layer.onSelectedMoved((pose) => keepCentred(map, toLngLat(pose), newest.current.insets));
    return () => layer.onSelectedMoved(undefined);
  }, [layer, following, map]);

  return null;
};
