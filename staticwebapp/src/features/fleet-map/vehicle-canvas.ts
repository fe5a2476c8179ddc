import type { Map as MapLibreMap } from 'maplibre-gl';
import type { FleetVehicle } from '../../lib/fleet/fleet.ts';
import { type Pose, poseAt } from './glide.ts';
import type { ColorScheme } from './map-palette.ts';
import { paintGroup, paintMarker, paintName, paintRing, paintTag } from './marker-painting.ts';
import { createMarkerSprites, type MarkerSprites } from './marker-sprites.ts';
import { type Markers, nextMarkers } from './markers.ts';
import { toMercator, type Viewport } from './mercator.ts';
import { type Arrangement, anyGliding, arrange, type Frame, frameOf, type Hit, hitTest } from './vehicle-scene.ts';

export interface VehicleCanvasOptions {
  readonly scheme: ColorScheme;
  readonly selectedId: string | undefined;
  readonly still: boolean;
}

export interface VehicleCanvas {
  update(fleet: readonly FleetVehicle[], options: VehicleCanvasOptions): void;
  /** What is drawn at a point of the map, in CSS pixels. */
  hit(x: number, y: number): Hit | undefined;
  hover(vehicleId: string | undefined): void;
  /** Called with the pose of the selected vehicle for every frame in which it moves. */
  onSelectedMoved(listener: ((pose: Pose) => void) | undefined): void;
  destroy(): void;
}

const NAMES_FROM_ZOOM = 11.5;
const MOST_NAMES = 120;
const REARRANGE_EVERY = 1_000;

/** Zoomed out, a vehicle takes long to cross a pixel: fewer frames show the same. */
const frameInterval = (zoom: number): number => (zoom < 7 ? 500 : zoom < 10 ? 66 : 0);

const viewportOf = (map: MapLibreMap): Viewport => {
  const { lng, lat } = map.getCenter();
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  return { center: toMercator(lng, lat), worldSize: 512 * 2 ** map.getZoom(), width, height };
};

/**
 * The vehicles, on a canvas of their own above the map: thousands can glide every frame while the map beneath
 * rests. It draws with the map's frames when the map moves and with its own when only vehicles do.
 */
export const createVehicleCanvas = (map: MapLibreMap): VehicleCanvas => {
  const canvas = document.createElement('canvas');
  canvas.className = 'vehicle-canvas';
  canvas.setAttribute('aria-hidden', 'true');
  map.getCanvasContainer().append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser offers no 2D canvas');

  let markers: Markers = new Map();
  let options: VehicleCanvasOptions = { scheme: 'light', selectedId: undefined, still: false };
  let sprites: MarkerSprites = createMarkerSprites('light', window.devicePixelRatio);
  let arrangement: Arrangement | undefined;
  let arrangedAt = 0;
  let frame: Frame = { singles: [], groups: [] };
  let hoveredId: string | undefined;
  let selectedMoved: ((pose: Pose) => void) | undefined;
  let request: number | undefined;
  let drawnAt = 0;

  const arranged = (now: number): Arrangement => {
    // Half steps: groups open and close a few times on the way in, not with every notch of the wheel. Rounded down,
    // so that they are drawn no closer to each other than they were arranged.
    const zoom = Math.floor(map.getZoom() * 2) / 2;
    if (!arrangement || arrangement.zoom !== zoom || now - arrangedAt > REARRANGE_EVERY) {
      arrangement = arrange(markers, zoom, options.selectedId, now);
      arrangedAt = now;
    }
    return arrangement;
  };

  const paintSingles = (singles: Frame['singles']): void => {
    const named = map.getZoom() >= NAMES_FROM_ZOOM && singles.length <= MOST_NAMES;
    const isSpecial = (id: string) => id === options.selectedId || id === hoveredId;
    for (const { marker, pose, at } of singles) {
      if (isSpecial(marker.id)) continue;
      paintMarker(context, sprites, at, { status: marker.status, heading: pose.heading, scale: 1 });
      if (named) paintName(context, sprites.colors, at, marker.name);
    }
    for (const { marker, pose, at } of singles.filter(({ marker }) => isSpecial(marker.id))) {
      const selected = marker.id === options.selectedId;
      if (selected) paintRing(context, sprites.colors, at);
      paintMarker(context, sprites, at, {
        status: marker.status,
        heading: pose.heading,
        scale: selected ? 1.25 : 1.12,
      });
      paintTag(context, sprites.colors, at, marker.name, selected ? 31 : 17);
    }
  };

  const draw = (): void => {
    const now = performance.now();
    drawnAt = now;
    frame = frameOf(arranged(now), viewportOf(map), now);
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const { at, shares } of frame.groups) paintGroup(context, sprites.colors, at, shares);
    paintSingles(frame.singles);
  };

  const tick = (): void => {
    request = undefined;
    const now = performance.now();
    const moving = anyGliding(markers, now);
    if (now - drawnAt >= frameInterval(map.getZoom()) || !moving) draw();
    const selected = options.selectedId === undefined ? undefined : markers.get(options.selectedId);
    if (selected && selectedMoved) selectedMoved(poseAt(selected.glide, now));
    if (moving) schedule();
  };

  const schedule = (): void => {
    request ??= requestAnimationFrame(tick);
  };

  const resize = (): void => {
    const { clientWidth, clientHeight } = map.getContainer();
    canvas.width = clientWidth * window.devicePixelRatio;
    canvas.height = clientHeight * window.devicePixelRatio;
    sprites = createMarkerSprites(options.scheme, window.devicePixelRatio);
    draw();
  };

  resize();
  map.on('resize', resize);
  map.on('render', draw);

  return {
    update: (fleet, next) => {
      if (next.scheme !== options.scheme) sprites = createMarkerSprites(next.scheme, window.devicePixelRatio);
      const sameVehicles = fleet.length === markers.size && next.selectedId === options.selectedId;
      options = next;
      markers = nextMarkers(markers, fleet, performance.now(), next.still);
      if (arrangement && sameVehicles) {
        const current = (marker: { id: string }) => markers.get(marker.id) ?? [];
        arrangement = {
          ...arrangement,
          singles: arrangement.singles.flatMap(current),
          groups: arrangement.groups.map((members) => members.flatMap(current)).filter(({ length }) => length > 0),
        };
      } else {
        arrangement = undefined;
      }
      schedule();
    },
    hit: (x, y) => hitTest(frame, x, y),
    hover: (vehicleId) => {
      if (vehicleId === hoveredId) return;
      hoveredId = vehicleId;
      schedule();
    },
    onSelectedMoved: (listener) => {
      selectedMoved = listener;
      schedule();
    },
    destroy: () => {
      if (request !== undefined) cancelAnimationFrame(request);
      map.off('resize', resize);
      map.off('render', draw);
      canvas.remove();
    },
  };
};
