import { eastwards } from '../../shared/kernel/earth.ts';
import type { Named } from '../telemetry/facts.ts';
import { appliesTo, type Fence, type FixedFence } from './fence.ts';
import { bySize, fenceCells } from './fence-cells.ts';
import { fenceLayer } from './fence-layer.ts';
import { contains } from './shape/geometry.ts';

/** All the fences of a company, by what one asks for. Changing it is cheap. Degrees of WGS 84. */
export interface FenceIndex {
  /** Grows with every change. */
  readonly revision: number;
  readonly size: number;
  byId(id: string): Fence | undefined;
  put(fence: Fence): void;
  remove(id: string): void;
  /** The geofences whose bounds touch a box. With a west that is greater than the east it reaches over the 180th meridian. */
  near(south: number, west: number, north: number, east: number): readonly FixedFence[];
  /** Geofences that a spot may be in; the smallest first. Almost always a list that is there already. */
  at(lat: number, lon: number): readonly FixedFence[];
  /** Geofences that some spot of a straight way of a few kilometres may be in; the smallest first. */
  along(fromLat: number, fromLon: number, toLat: number, toLon: number): readonly FixedFence[];
  /** What watches this vehicle wherever it is: fences that move, and those that it should be in. */
  everywhere(vehicleId: string, groupId: string | undefined): readonly Fence[];
  /** The vehicles that fences move with. */
  carriers(): readonly string[];
  /** The smallest geofence or place that a spot is in. */
  nameAt(lat: number, lon: number): Named | undefined;
}

const NONE: readonly never[] = [];

const fixedOf = (kind: Fence['kind'], fence: Fence | undefined): FixedFence | undefined =>
  fence?.kind === kind && fence.geometry ? fence : undefined;

const isEverywhere = ({ kind, around, expectInside }: Fence) =>
  kind === 'geofence' && (around !== undefined || expectInside);

/** For each vehicle what watches it everywhere, found once. */
const wideWatch = (fences: ReadonlySet<Fence>): FenceIndex['everywhere'] => {
  let all: readonly Fence[] | undefined;
  const known = new Map<string, { readonly groupId: string | undefined; readonly fences: readonly Fence[] }>();
  return (vehicleId, groupId) => {
    if (fences.size === 0) return NONE;
    const cached = known.get(vehicleId);
    if (cached && cached.groupId === groupId) return cached.fences;
    all ??= [...fences].sort((a, b) => (a.id < b.id ? -1 : 1));
    const found = all.filter((fence) => appliesTo(fence, vehicleId, groupId));
    known.set(vehicleId, { groupId, fences: found });
    return found;
  };
};

export const fenceIndex = (fences: Iterable<Fence> = []): FenceIndex => {
  const ids = new Map<string, Fence>();
  for (const fence of fences) ids.set(fence.id, fence);
  const fixed = [...ids.values()].filter((fence) => fence.geometry !== undefined);
  const geofences = fenceLayer(fixed.filter(({ kind }) => kind === 'geofence'));
  const places = fenceLayer(fixed.filter(({ kind }) => kind === 'place'));
  const wide = new Set([...ids.values()].filter(isEverywhere));
  let watch = wideWatch(wide);
  let revision = 0;

  const near: FenceIndex['near'] = (south, west, north, east) =>
    west <= east
      ? geofences.search(south, west, north, east)
      : [...new Set([...geofences.search(south, west, north, 180), ...geofences.search(south, -180, north, east)])];
  const cells = fenceCells(near);

  const change = (old: Fence | undefined, fence: Fence | undefined): void => {
    geofences.replace(fixedOf('geofence', old), fixedOf('geofence', fence));
    places.replace(fixedOf('place', old), fixedOf('place', fence));
    if (old) wide.delete(old);
    if (fence && isEverywhere(fence)) wide.add(fence);
    watch = wideWatch(wide);
    for (const changed of [old, fence]) if (changed?.bounds) cells.forget(changed.bounds);
    revision++;
  };

  return {
    get revision() {
      return revision;
    },
    get size() {
      return ids.size;
    },
    byId: (id) => ids.get(id),
    put(fence) {
      const old = ids.get(fence.id);
      if (old === fence) return;
      ids.set(fence.id, fence);
      change(old, fence);
    },
    remove(id) {
      const old = ids.get(id);
      if (!old) return;
      ids.delete(id);
      change(old, undefined);
    },
    near,
    at: cells.at,
    along(fromLat, fromLon, toLat, toLon) {
      // Cells are counted from the 180th meridian.
      if (Math.abs(toLon - fromLon) <= 180) return cells.along(fromLat, fromLon, toLat, toLon);
      const [west, east] = eastwards(fromLon, toLon) > 0 ? [fromLon, toLon] : [toLon, fromLon];
      return near(Math.min(fromLat, toLat), west, Math.max(fromLat, toLat), east).toSorted(bySize);
    },
    everywhere: (vehicleId, groupId) => watch(vehicleId, groupId),
    carriers: () => [...new Set([...wide].flatMap(({ around }) => (around ? [around.vehicleId] : [])))],
    nameAt(lat, lon) {
      const found = [...geofences.search(lat, lon, lat, lon), ...places.search(lat, lon, lat, lon)];
      const [smallest] = found.filter(({ geometry }) => contains(geometry, lat, lon)).sort(bySize);
      return smallest && { kind: smallest.kind, id: smallest.id, name: smallest.name };
    },
  };
};
