import { LngLatBounds, type Map as MapLibreMap, type PaddingOptions } from 'maplibre-gl';

interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** What lies over the edges of the map, in pixels. */
export interface Insets {
  readonly right: number;
  readonly bottom: number;
}

interface FitOptions {
  readonly maxZoom?: number;
  readonly animate?: boolean;
}

const BREATHING = 64;
const LEAST_ROOM = 120;

/** Room to leave at each edge; less of it on a small map, so that something remains to look at. */
const paddingOf = (map: MapLibreMap, { right, bottom }: Insets): Required<PaddingOptions> => {
  const { clientWidth, clientHeight } = map.getContainer();
  const aside = Math.min(BREATHING, Math.max(8, (clientWidth - right - LEAST_ROOM) / 2));
  const above = Math.min(BREATHING, Math.max(8, (clientHeight - bottom - LEAST_ROOM) / 2));
  return { left: aside, right: aside + right, top: above, bottom: above + bottom };
};

/** Shows all the places at once; nothing happens for none. */
export const fitTo = (
  map: MapLibreMap,
  places: readonly Place[],
  insets: Insets,
  { maxZoom = 13, animate = true }: FitOptions = {},
): void => {
  if (places.length === 0) return;
  const bounds = new LngLatBounds();
  for (const { lon, lat } of places) bounds.extend([lon, lat]);
  map.fitBounds(bounds, { padding: paddingOf(map, insets), maxZoom, animate, duration: 700 });
};

const CLOSE_ENOUGH = 9.5;
const CLOSE_UP = 11;

/** Where a point has to be for the eye to find it in the middle of what is not covered, from the map's centre. */
export const offsetFor = ({ right, bottom }: Insets): [number, number] => [-right / 2, -bottom / 2];

/** Brings a vehicle into view; when `animate` is set and it is in plain view already, nothing moves. */
export const showVehicle = (
  map: MapLibreMap,
  { lat, lon }: Place,
  insets: Insets,
  { animate }: { readonly animate: boolean },
): void => {
  const padding = paddingOf(map, insets);
  const { x, y } = map.project([lon, lat]);
  const { clientWidth, clientHeight } = map.getContainer();
  const inView =
    x > padding.left && x < clientWidth - padding.right && y > padding.top && y < clientHeight - padding.bottom;
  if (animate && inView && map.getZoom() >= CLOSE_ENOUGH) return;
  const zoom = Math.max(map.getZoom(), CLOSE_UP);
  map.easeTo({ center: [lon, lat], zoom, offset: offsetFor(insets), animate, duration: 900 });
};

/** Keeps a moving vehicle in the middle of what is not covered, frame by frame. */
export const keepCentred = (map: MapLibreMap, { lng, lat }: { lng: number; lat: number }, insets: Insets): void => {
  map.easeTo({ center: [lng, lat], offset: offsetFor(insets), animate: false });
};
