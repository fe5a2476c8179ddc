import type { Fence } from '../../geofences/fence.ts';
import { clearOf, distanceTo, isThere, type Look, openedOn } from './fence-look.ts';
import { type Absence, tellAway, tellBack, type Visit } from './fence-tracks.ts';

/** It is where it should be, or need not be there any more. */
const back = (absence: Absence | undefined, look: Look, at: number): undefined => {
  if (absence?.told) tellBack(look, { fenceId: absence.id, beganAt: absence.at, at: Math.max(at, absence.at) });
};

/** What becomes of not being in a fence that is gone, or in which one need not be any more. */
export const endAbsence = (absence: Absence, fence: Fence | undefined, look: Look): undefined => {
  const { fix, from = fix } = look.leg;
  const closes = fence?.hours?.closesAt(Math.max(absence.at, from.at)) ?? fix.at;
  return back(absence, look, Math.min(fix.at, closes));
};

/** The hours in which it should have been there may have ended, and others begun, since the fix before. */
const inTheseHours = (absence: Absence | undefined, fence: Fence, look: Look): Absence | undefined =>
  absence && openedOn(fence, look.leg) !== undefined ? endAbsence(absence, fence, look) : absence;

/**
 * What becomes of being in, or not in, a fence in which the vehicle should be. `visit` is what is open now, `leftAt` when one has just
 * ended. Whoever has been clearly outside for as long as leaving takes is away, since the first moment of it.
 */
export const followAbsence = (
  before: Absence | undefined,
  fence: Fence,
  look: Look,
  visit: Visit | undefined,
  leftAt: number | undefined,
): Absence | undefined => {
  const { leg, scene, error } = look;
  const { fix } = leg;
  if (!isThere(fence, scene, fix.at)) return before && endAbsence(before, fence, look);
  const absence = inTheseHours(before, fence, look);
  if (visit && visit.out === undefined) return back(absence, look, visit.at);
  const distance = distanceTo(fence, fix, scene);
  if (absence?.told || distance === undefined) return absence;
  if (distance <= clearOf(fence, error) || visit) return undefined;
  const at = absence?.at ?? leftAt ?? openedOn(fence, leg) ?? fix.at;
  const isSettled = leftAt !== undefined || (absence !== undefined && fix.at - at >= fence.debounce.exitMs);
  if (!isSettled) return absence ?? { is: 'away', id: fence.id, at };
  tellAway(look, { fenceId: fence.id, at, lat: fix.lat, lon: fix.lon });
  return { is: 'away', id: fence.id, at, told: true };
};
