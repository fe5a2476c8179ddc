import { LngLatBounds, type Map as MapLibreMap } from 'maplibre-gl';

interface Place {
  readonly lat: number;
  readonly lon: number;
}

interface FitOptions {
  readonly maxZoom?: number;
  readonly animate?: boolean;
}

/** Room for what lies over the map, in pixels of the map. */
const paddingOf = (map: MapLibreMap) => {
  const { clientWidth, clientHeight } = map.getContainer();
  const covered = map.getContainer().dataset.panel !== undefined;
  const roomy = clientWidth > 820;
  return roomy
    ? { top: 64, bottom: 88, left: 64, right: covered ? 440 : 88 }
    : { top: 56, bottom: covered ? Math.round(clientHeight * 0.54) : 176, left: 36, right: 56 };
};

/** Shows all the places at once; nothing happens for none. */
export const fitTo = (
  map: MapLibreMap,
  places: readonly Place[],
  { maxZoom = 13, animate = true }: FitOptions = {},
): void => {
  if (places.length === 0) return;
  const bounds = new LngLatBounds();
  for (const { lon, lat } of places) bounds.extend([lon, lat]);
  map.fitBounds(bounds, { padding: paddingOf(map), maxZoom, animate, duration: 700 });
};

const CLOSE_ENOUGH = 9.5;
const CLOSE_UP = 11;

/** Brings a vehicle into view: at once when `animate` is false, and not at all when it is in plain view already. */
export const showVehicle = (
  map: MapLibreMap,
  { lat, lon }: Place,
  { animate }: { readonly animate: boolean },
): void => {
  const padding = paddingOf(map);
  const { x, y } = map.project([lon, lat]);
  const { clientWidth, clientHeight } = map.getContainer();
  const inView =
    x > padding.left && x < clientWidth - padding.right && y > padding.top && y < clientHeight - padding.bottom;
  if (animate && inView && map.getZoom() >= CLOSE_ENOUGH) return;
  const offset: [number, number] = [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2];
  map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), CLOSE_UP), offset, animate, duration: 900 });
};
