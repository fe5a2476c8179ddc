import { metresBetween } from '../../../shared/kernel/earth.ts';
import { appliesTo, type Fence } from '../../geofences/fence.ts';
import {
  clearOf,
  DRIVING_SPEED,
  distanceBefore,
  distanceTo,
  edgeMoment,
  errorOf,
  hasMoved,
  isThere,
  type Look,
  type Moment,
  momentOf,
  openedOn,
} from './fence-look.ts';
import { type Candidate, tellBegan, tellDwelled, tellEnded, type Visit } from './fence-tracks.ts';

/** Who is wrong by more says nothing about a fence. */
const MAX_ERROR = 100;
/** Two may be wrong together, in the shadow of one building; three and a minute are parking. */
const ENOUGH_SEEN = 3;
/** As many clearly outside, and for so long, have left. */
const ENOUGH_OUT = 2;
/** Who is not clear of the edge for longer has not left, but is parked there. */
const LINGER_MS = 120_000;

/** No more than one position of 10,000 is farther off; */
const FAR_DEVIATIONS = 4;
/** and none for longer: satellites move on. */
const STANDING_MS = 600_000;

const topOf = (top: number, speed: number) => Math.max(top, Math.round(speed * 100) / 100);

const enteredAt = (fence: Fence, look: Look): number => {
  const opened = openedOn(fence, look.leg);
  if (opened === undefined) return edgeMoment(fence, look).at;
  const wasInside = (distanceBefore(fence, look) ?? 1) <= 0;
  return wasInside ? opened : Math.max(opened, edgeMoment(fence, look).at);
};

const begun = (fence: Fence, look: Look, at: number): Visit => {
  const { fix, speed } = look.leg;
  tellBegan(look, { fenceId: fence.id, at, lat: fix.lat, lon: fix.lon });
  return dwelled({ is: 'in', id: fence.id, at, top: topOf(0, speed) }, fence, look, fix.at);
};

const dwelled = (visit: Visit, { dwellMs }: Fence, look: Look, until: number): Visit => {
  const at = visit.at + dwellMs;
  if (visit.dwelled || until < at) return visit;
  tellDwelled(look, { fenceId: visit.id, enteredAt: visit.at, at });
  return { ...visit, dwelled: true };
};

const ended = (visit: Visit, fence: Fence | undefined, look: Look, left: Moment, because?: 'fence-changed'): void => {
  const { id: fenceId, at: enteredAt, top: maxSpeed } = visit;
  const { lat, lon } = left;
  const at = Math.max(left.at, enteredAt);
  const last = fence ? dwelled(visit, fence, look, at) : visit;
  tellEnded(look, {
    fenceId,
    enteredAt,
    at,
    lat,
    lon,
    dwelled: last.dwelled ?? false,
    maxSpeed,
    ...(because && { because }),
  });
};

/** A fence that the vehicle has had nothing to do with, and now is in. */
export const comeIn = (fence: Fence, look: Look, distance: number): Candidate | Visit | undefined => {
  const { leg, scene, error, isDriving } = look;
  if (error > MAX_ERROR || !isThere(fence, scene, leg.fix.at)) return undefined;
  const at = enteredAt(fence, look);
  const isClear = distance <= -clearOf(fence, error);
  if (fence.debounce.enterMs === 0 || (isClear && isDriving)) return begun(fence, look, at);
  const { lat, lon } = momentOf(leg, 0);
  return { is: 'maybe', id: fence.id, at, lat, lon, seen: 1, ...(isClear && { clear: true }) };
};

/** It went in and came out on its way elsewhere: a visit, however short. */
const passThrough = (candidate: Candidate, fence: Fence, look: Look): void => {
  const { fix } = look.leg;
  if (!hasMoved(look, metresBetween(candidate.lat, candidate.lon, fix.lat, fix.lon))) return;
  ended(begun(fence, look, candidate.at), fence, look, candidate.left ?? edgeMoment(fence, look));
};

const seenInside = (candidate: Candidate, fence: Fence, look: Look, distance: number): Candidate | Visit => {
  const { leg, error, isDriving } = look;
  const isClear = distance <= -clearOf(fence, error);
  const { left, ...rest } = candidate;
  const at = candidate.seen > 0 ? candidate.at : enteredAt(fence, look);
  const seen = candidate.seen + 1;
  const isSettled = seen >= ENOUGH_SEEN && leg.fix.at - at >= fence.debounce.enterMs;
  if (isSettled || (isClear && (isDriving || candidate.clear))) return begun(fence, look, at);
  return { ...rest, at, seen, ...(isClear && { clear: true }) };
};

/** What becomes of a fence that the vehicle may have come into. */
export const followCandidate = (
  candidate: Candidate,
  fence: Fence | undefined,
  look: Look,
): Candidate | Visit | undefined => {
  const { leg, scene, error } = look;
  if (!fence || !isThere(fence, scene, leg.fix.at)) return undefined;
  const distance = distanceTo(fence, leg.fix, scene);
  if (openedOn(fence, leg) !== undefined)
    return distance !== undefined && distance <= 0 ? comeIn(fence, look, distance) : undefined;
  if (distance === undefined || error > MAX_ERROR) return candidate;
  if (distance <= 0) return seenInside(candidate, fence, look, distance);
  if (distance > clearOf(fence, error)) {
    passThrough(candidate, fence, look);
    return undefined;
  }
  const left = candidate.left ?? edgeMoment(fence, look);
  if (leg.fix.at - left.at > LINGER_MS) return undefined;
  if (candidate.seen === 0 && candidate.left) return candidate;
  const { clear: _, ...rest } = candidate;
  return { ...rest, seen: 0, left };
};

const stayedInside = (visit: Visit, fence: Fence, look: Look): Visit => {
  const { fix, speed } = look.leg;
  const top = topOf(visit.top, speed);
  if (visit.left === undefined && top === visit.top) return dwelled(visit, fence, look, fix.at);
  const { left: _, out: __, ...rest } = visit;
  return dwelled({ ...rest, top }, fence, look, fix.at);
};

const hovering = (visit: Visit, fence: Fence, look: Look): Visit => {
  const left = visit.left ?? edgeMoment(fence, look);
  if (look.leg.fix.at - left.at > LINGER_MS) return stayedInside(visit, fence, look);
  if (visit.left && visit.out === undefined) return visit;
  const { out: _, ...rest } = visit;
  return { ...rest, left };
};

/** It was clearly outside of what is drawn now when it was last taken to be inside. */
const isRedrawn = (visit: Visit, fence: Fence, look: Look): boolean => {
  const { from } = look.leg;
  const before = distanceBefore(fence, look);
  if (visit.left || !from || before === undefined) return false;
  const error = errorOf(from);
  return error <= MAX_ERROR && before > clearOf(fence, error);
};

/** How long it must have been clearly outside. Of one that stands still a position that drifts says the same; but not for long, and not far. */
const settlesAfter = ({ debounce }: Fence, { leg, error }: Look, distance: number): number => {
  const isStanding = leg.speed < DRIVING_SPEED;
  const isFar = distance > debounce.marginMetres + FAR_DEVIATIONS * error;
  return isStanding && !isFar ? Math.max(debounce.exitMs, STANDING_MS) : debounce.exitMs;
};

const goneOut = (visit: Visit, fence: Fence, look: Look, distance: number): Visit | undefined => {
  const { leg, isDriving } = look;
  if (isRedrawn(visit, fence, look)) {
    ended(visit, fence, look, momentOf(leg, 1), 'fence-changed');
    return undefined;
  }
  const left = visit.left ?? edgeMoment(fence, look);
  const out = (visit.out ?? 0) + 1;
  const isSettled = out >= ENOUGH_OUT && leg.fix.at - left.at >= settlesAfter(fence, look, distance);
  if (fence.debounce.exitMs > 0 && !isDriving && !isSettled) return { ...visit, left, out };
  ended(visit, fence, look, left);
  return undefined;
};

/** When the fence stopped to be there for this vehicle, if it did on this leg. */
const closedAt = (visit: Visit, fence: Fence | undefined, { leg, scene }: Look): number | undefined => {
  const { fix, from = fix } = leg;
  if (!fence || !appliesTo(fence, scene.vehicleId, scene.groupId)) return fix.at;
  const closes = fence.hours?.closesAt(Math.max(visit.at, from.at));
  return closes !== undefined && closes <= fix.at ? closes : undefined;
};

const closed = (visit: Visit, fence: Fence | undefined, look: Look, at: number): void => {
  const hasLeft = visit.left !== undefined && visit.out !== undefined;
  if (hasLeft) ended(visit, fence, look, visit.left);
  else ended(visit, fence, look, { ...momentOf(look.leg, at < look.leg.fix.at ? 0 : 1), at }, 'fence-changed');
};

/** What becomes of a visit. */
export const followVisit = (visit: Visit, fence: Fence | undefined, look: Look): Candidate | Visit | undefined => {
  const { leg, scene, error } = look;
  const distance = fence && distanceTo(fence, leg.fix, scene);
  const closes = closedAt(visit, fence, look);
  if (closes !== undefined) {
    closed(visit, fence, look, closes);
    // It may have opened again since.
    return fence && distance !== undefined && distance <= 0 ? comeIn(fence, look, distance) : undefined;
  }
  if (!fence || distance === undefined || error > MAX_ERROR) return visit;
  if (distance <= 0) return stayedInside(visit, fence, look);
  return distance > clearOf(fence, error) ? goneOut(visit, fence, look, distance) : hovering(visit, fence, look);
};
