import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { point, polygon } from '@turf/helpers';
import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';
import { compileFences } from '../../../functions/geofences/compile.ts';
import type { FenceRule } from '../../../functions/geofences/fence.ts';
import { fenceIndex } from '../../../functions/geofences/fence-index.ts';
import type { Fact } from '../../../functions/telemetry/facts.ts';
import type { ReceivedFix } from '../../../functions/telemetry/fix.ts';
import { type FenceMemory, fencesStart, followFences } from '../../../functions/telemetry/pipeline/geofences.ts';
import { type Leg, legOf } from '../../../functions/telemetry/pipeline/leg.ts';
import { drivesOf, fencesOf } from './fence-world.ts';

export interface FenceFigures {
  readonly fences: number;
  readonly fixes: number;
  readonly compileMs: number;
  readonly indexMs: number;
  /** Of the compiled fences and their index. */
  readonly memoryMb: number;
  /** All of it: enter, exit, crossing, debounce; with cold caches at first. */
  readonly stagePerSecond: number;
  readonly facts: number;
  /** Looking for the fences that each fix is in, and nothing else: flatbush and point-in-polygon-hao. */
  readonly limitPerSecond: number;
  /** Turf's booleanPointInPolygon on every fence, for some of the fixes. */
  readonly turfPerSecond: number;
  /** Fixes inside a fence, by the stage's geometry and by the limit's: the same. */
  readonly inside: number;
  readonly insideByLimit: number;
}

/** Seconds of the processor since then: what others do on this machine does not count. */
const secondsSince = (start: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

const per = (count: number, start: NodeJS.CpuUsage) => Math.round(count / secondsSince(start));

const ringsOf = ({ shape }: FenceRule): number[][][] =>
  shape.type === 'polygon'
    ? shape.rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(({ lat, lon }) => [lon, lat]))
    : [];

/** How much is taken after the collector has been, if it can be asked (`node --expose-gc`). */
const memory = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
};

const measureLimit = (rings: readonly number[][][][], fixes: readonly ReceivedFix[]) => {
  const boxes = new Flatbush(rings.length);
  for (const [outline = []] of rings) {
    const [lons, lats] = [outline.map(([lon = 0]) => lon), outline.map(([, lat = 0]) => lat)];
    boxes.add(Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats));
  }
  boxes.finish();
  const start = process.cpuUsage();
  let inside = 0;
  for (const { lat, lon } of fixes)
    for (const at of boxes.search(lon, lat, lon, lat))
      if (pointInPolygon([lon, lat], rings[at] ?? []) !== false) inside++;
  return { perSecond: per(fixes.length, start), inside };
};

const measureTurf = (rings: readonly number[][][][], fixes: readonly ReceivedFix[]) => {
  const polygons = rings.map((each) => polygon(each));
  const samples = Math.max(3, Math.round(100_000 / rings.length));
  const start = process.cpuUsage();
  let inside = 0;
  for (let n = 0; n < samples; n++) {
    const { lat, lon } = fixes[Math.floor((n * fixes.length) / samples)] ?? { lat: 0, lon: 0 };
    const spot = point([lon, lat]);
    for (const each of polygons) if (booleanPointInPolygon(spot, each)) inside++;
  }
  return { perSecond: samples / secondsSince(start), inside };
};

/** Fixes come as the drain takes them: so many of one vehicle, then of the next. */
const AT_ONCE = 5;

const measureStage = (index: ReturnType<typeof fenceIndex>, drives: readonly (readonly ReceivedFix[])[]) => {
  const vehicles = drives.map((fixes, at) => ({
    scene: { vehicleId: `veh_${at}`, fences: index },
    legs: fixes.map((fix, n): Leg => legOf(fixes[n - 1], fix)),
    memory: fencesStart as FenceMemory,
  }));
  let facts = 0;
  const tell = (_: Fact) => {
    facts++;
  };
  const rounds = (drives[0]?.length ?? 0) / AT_ONCE;
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++)
    for (const vehicle of vehicles)
      for (const leg of vehicle.legs.slice(round * AT_ONCE, (round + 1) * AT_ONCE))
        vehicle.memory = followFences(vehicle.memory, leg, vehicle.scene, tell);
  return { perSecond: per(drives.length * rounds * AT_ONCE, start), facts };
};

/** The geofence stage on one core, beside what brute force does and beside what it cannot be faster than by much. */
export const measureFences = async (fences: number, vehicles = 1_000, fixesEach = 200): Promise<FenceFigures> => {
  const rules = fencesOf(fences);
  const drives = drivesOf(vehicles, fixesEach);
  const fixes = drives.flat();

  const before = memory();
  let start = process.cpuUsage();
  const compiled = await compileFences(rules);
  const compileMs = Math.round(1_000 * secondsSince(start));
  start = process.cpuUsage();
  const index = fenceIndex(compiled);
  const indexMs = Math.round(1_000 * secondsSince(start));
  const memoryMb = Math.round(memory() - before);

  const stage = measureStage(index, drives);
  const rings = rules.map(ringsOf);
  const limit = measureLimit(rings, fixes);
  let inside = 0;
  for (const { lat, lon } of fixes)
    for (const { geometry } of index.at(lat, lon)) if (geometry.metresFrom(lat, lon) <= 0) inside++;
  return {
    fences,
    fixes: fixes.length,
    compileMs,
    indexMs,
    memoryMb,
    stagePerSecond: stage.perSecond,
    facts: stage.facts,
    limitPerSecond: limit.perSecond,
    turfPerSecond: Math.round(measureTurf(rings, fixes).perSecond * 10) / 10,
    inside,
    insideByLimit: limit.inside,
  };
};
