import type { Fence, FixedFence } from '../../geofences/fence.ts';
import type { Fact } from '../facts.ts';
import type { ReceivedFix } from '../fix.ts';
import { endAbsence, followAbsence } from './fence-absences.ts';
import { confirmPassage, goThrough } from './fence-crossings.ts';
import { distanceTo, edgeMoment, type FenceScene, type Look, lookAt } from './fence-look.ts';
import type { Candidate, Passage, Track, Visit } from './fence-tracks.ts';
import { comeIn, followCandidate, followVisit } from './fence-visits.ts';
import type { Leg } from './leg.ts';
import type { SpeedLimit } from './speed-limit.ts';

export type { FenceScene } from './fence-look.ts';

/** Which fences a vehicle is in, may be in, or should be in. */
export interface FenceMemory {
  readonly fences?: readonly Track[];
  /** The strictest in force where the vehicle is. */
  readonly limit?: SpeedLimit;
}

export const fencesStart: FenceMemory = {};

/** Who draws more fences over each other than this has the smallest of them watched. */
const MAX_TRACKS = 16;

const NO_TRACKS: readonly Track[] = [];

const follow = (track: Candidate | Visit | Passage, look: Look): Track | undefined => {
  const fence = look.scene.fences.byId(track.id);
  switch (track.is) {
    case 'maybe':
      return followCandidate(track, fence, look);
    case 'in':
      return followVisit(track, fence, look);
    case 'passed':
      if (fence) confirmPassage(track, look);
      return undefined;
  }
};

/** Whether any of the leg may lie in the fence. */
const mayMeet = ({ bounds }: FixedFence, { fix, from = fix }: Leg): boolean => {
  if (Math.max(from.lat, fix.lat) < bounds.south || Math.min(from.lat, fix.lat) > bounds.north) return false;
  if (Math.abs(from.lon - fix.lon) > 180) return true;
  const west = Math.min(from.lon, fix.lon);
  const east = Math.max(from.lon, fix.lon);
  return east >= bounds.west ? west <= bounds.east : west + 360 <= bounds.east;
};

const isInBounds = ({ bounds }: FixedFence, { lat, lon }: ReceivedFix): boolean =>
  lat >= bounds.south && lat <= bounds.north && (lon >= bounds.west ? lon <= bounds.east : lon + 360 <= bounds.east);

const meet = (fence: Fence, look: Look): Track | undefined => {
  const { leg, scene } = look;
  if (fence.geometry && !mayMeet(fence, leg)) return undefined;
  if (fence.geometry && !isInBounds(fence, leg.fix)) return goThrough(fence, look);
  const distance = distanceTo(fence, leg.fix, scene);
  if (distance === undefined) return undefined;
  if (distance <= 0) return comeIn(fence, look, distance);
  return fence.geometry ? goThrough(fence, look) : undefined;
};

/** The same list when nothing has changed. */
const settled = (tracks: readonly Track[], next: readonly Track[]): readonly Track[] =>
  tracks.length === next.length && tracks.every((track, at) => track === next[at]) ? tracks : next;

const limitIn = (
  tracks: readonly Track[],
  { fences }: FenceScene,
  known: SpeedLimit | undefined,
): SpeedLimit | undefined => {
  let strictest: SpeedLimit | undefined;
  for (const { is, id } of tracks) {
    const speed = is === 'in' ? fences.byId(id)?.speedLimit : undefined;
    if (speed !== undefined && (!strictest || speed < strictest.speed)) strictest = { speed, fenceId: id };
  }
  return strictest && known?.speed === strictest.speed && known.fenceId === strictest.fenceId ? known : strictest;
};

const followExpected = (before: readonly Track[], next: Track[], expected: readonly Fence[], look: Look): void => {
  const known = new Map(before.flatMap((track) => (track.is === 'away' ? [[track.id, track] as const] : [])));
  for (const fence of expected) {
    if (!fence.expectInside) continue;
    const inside = (track: Track): track is Visit => track.is === 'in' && track.id === fence.id;
    const visit = next.find(inside);
    const was = visit ? undefined : before.find(inside);
    const leftAt = was && (was.left ?? edgeMoment(fence, look)).at;
    const absence = followAbsence(known.get(fence.id), fence, look, visit, leftAt);
    known.delete(fence.id);
    if (absence && (absence.told || next.length < MAX_TRACKS)) next.push(absence);
  }
  for (const absence of known.values()) endAbsence(absence, look.scene.fences.byId(absence.id), look);
};

const step = (
  memory: FenceMemory,
  nearby: readonly FixedFence[],
  everywhere: readonly Fence[],
  look: Look,
): FenceMemory => {
  const before = memory.fences ?? NO_TRACKS;
  const next: Track[] = [];
  for (const track of before) {
    if (track.is === 'away') continue;
    const now = follow(track, look);
    if (now) next.push(now);
  }
  const isKnown = (id: string) => before.some((track) => track.id === id && track.is !== 'away');
  const meetAll = (fences: readonly Fence[]) => {
    for (const fence of fences) {
      if (next.length >= MAX_TRACKS) return;
      if (isKnown(fence.id)) continue;
      const track = meet(fence, look);
      if (track) next.push(track);
    }
  };
  meetAll(nearby);
  if (everywhere.length > 0) meetAll(everywhere.filter(({ around }) => around));
  if (everywhere.length > 0 || before.some(({ is }) => is === 'away')) followExpected(before, next, everywhere, look);

  const fences = settled(before, next);
  const limit = limitIn(fences, look.scene, memory.limit);
  if (fences === before && limit === memory.limit) return memory;
  return { ...(fences.length > 0 && { fences }), ...(limit && { limit }) };
};

/** Longer legs say nothing about what lies between their ends. */
const WAY_METRES = 3_000;

const around = ({ fix, from, metres }: Leg, { fences }: FenceScene): readonly FixedFence[] =>
  from && metres <= WAY_METRES ? fences.along(from.lat, from.lon, fix.lat, fix.lon) : fences.at(fix.lat, fix.lon);

const meetsAny = (fences: readonly FixedFence[], leg: Leg): boolean => {
  for (const fence of fences) if (mayMeet(fence, leg)) return true;
  return false;
};

/**
 * Follows a vehicle through the fences of its company, from one fix to the next: when it comes and goes, stays long, is not where it should
 * be, and goes through between two fixes. What one fix says is not enough for a fact, unless the vehicle says that it drives there; but a
 * fact is dated to when it really happened. Outside of its hours a fence does not exist: visits end with them, and begin with them.
 */
export const followFences = (
  memory: FenceMemory,
  leg: Leg,
  scene: FenceScene,
  tell: (fact: Fact) => void,
): FenceMemory => {
  const nearby = around(leg, scene);
  const everywhere = scene.fences.everywhere(scene.vehicleId, scene.groupId);
  if (memory.fences === undefined && everywhere.length === 0 && !meetsAny(nearby, leg)) return memory;
  return step(memory, nearby, everywhere, lookAt(leg, scene, tell));
};
