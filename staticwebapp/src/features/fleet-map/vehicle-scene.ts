import type { StatusShares } from '../../lib/fleet/vehicle-status.ts';
import { groupPoints } from './clusters.ts';
import { isGliding, type Pose, poseAt } from './glide.ts';
import type { Marker, Markers } from './markers.ts';
import { isOnScreen, type MercatorPoint, toScreen, type Viewport } from './mercator.ts';

/** From this zoom on every vehicle stands for itself. */
const UNGROUPED_ZOOM = 11;
const GROUP_RADIUS = 40;

/** Who is drawn alone and who together, at one zoom. Made now and then; poses are taken per frame. */
export interface Arrangement {
  readonly zoom: number;
  readonly singles: readonly Marker[];
  readonly groups: readonly (readonly Marker[])[];
}

/** @param selectedId never disappears into a group */
export const arrange = (markers: Markers, zoom: number, selectedId: string | undefined, now: number): Arrangement => {
  const all = [...markers.values()];
  if (zoom >= UNGROUPED_ZOOM) return { zoom, singles: all, groups: [] };
  const groupable = all.filter(({ id }) => id !== selectedId);
  const selected = selectedId === undefined ? undefined : markers.get(selectedId);
  const worldSize = 512 * 2 ** zoom;
  const points = groupable.map(({ glide }) => {
    const { x, y } = poseAt(glide, now);
    return { x: x * worldSize, y: y * worldSize };
  });
  const { groups, singles } = groupPoints(points, GROUP_RADIUS);
  const at = (index: number): Marker[] => groupable.slice(index, index + 1);
  return {
    zoom,
    singles: [...singles.flatMap(at), ...(selected ? [selected] : [])],
    groups: groups.map((members) => members.flatMap(at)),
  };
};

export interface DrawnMarker {
  readonly marker: Marker;
  readonly pose: Pose;
  readonly at: MercatorPoint;
}

export interface DrawnGroup {
  readonly members: readonly Marker[];
  readonly at: MercatorPoint;
  readonly shares: StatusShares;
}

/** What is on the screen at one instant, in pixels. */
export interface Frame {
  readonly singles: readonly DrawnMarker[];
  readonly groups: readonly DrawnGroup[];
}

const MARGIN = 40;

const drawnGroup = (members: readonly Marker[], viewport: Viewport, now: number): DrawnGroup => {
  const shares = { moving: 0, stopped: 0, offline: 0 };
  let x = 0;
  let y = 0;
  for (const { glide, status } of members) {
    const pose = poseAt(glide, now);
    x += pose.x;
    y += pose.y;
    shares[status] += 1;
  }
  return { members, shares, at: toScreen({ x: x / members.length, y: y / members.length }, viewport) };
};

export const frameOf = (arrangement: Arrangement, viewport: Viewport, now: number): Frame => ({
  singles: arrangement.singles
    .map((marker) => {
      const pose = poseAt(marker.glide, now);
      return { marker, pose, at: toScreen(pose, viewport) };
    })
    .filter(({ at }) => isOnScreen(at, viewport, MARGIN)),
  groups: arrangement.groups
    .map((members) => drawnGroup(members, viewport, now))
    .filter(({ at }) => isOnScreen(at, viewport, MARGIN)),
});

export const anyGliding = (markers: Markers, now: number): boolean => {
  for (const { glide } of markers.values()) if (isGliding(glide, now)) return true;
  return false;
};

export type Hit = { readonly vehicle: Marker } | { readonly group: readonly Marker[] };

const FINGER = 22;

/** What is under the pointer: the nearest marker within reach, else a group. */
export const hitTest = (frame: Frame, x: number, y: number): Hit | undefined => {
  let nearest: { marker: Marker; distance: number } | undefined;
  for (const { marker, at } of frame.singles) {
    const distance = Math.hypot(at.x - x, at.y - y);
    if (distance <= FINGER && (!nearest || distance < nearest.distance)) nearest = { marker, distance };
  }
  if (nearest) return { vehicle: nearest.marker };
  const group = frame.groups.find(({ at }) => Math.hypot(at.x - x, at.y - y) <= FINGER + 6);
  return group && { group: group.members };
};
