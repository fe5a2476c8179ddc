import { METRES_PER_DEGREE, metresBetween, RADIANS } from '../../../shared/kernel/earth.ts';
import type { FixedFence } from '../../geofences/fence.ts';
import { hasMoved, isThere, type Look, momentOf } from './fence-look.ts';
import { type Passage, tellCrossed } from './fence-tracks.ts';

/** Whether the way would still meet the fence if both its ends were wrong to one side by so much. */
const meetsBeside = ({ geometry }: FixedFence, { leg: { fix, from = fix, metres } }: Look, beside: number): boolean => {
  const scale = Math.max(0.01, Math.cos(fix.lat * RADIANS));
  const northwards = (fix.lat - from.lat) * METRES_PER_DEGREE;
  const eastwards = Math.sqrt(Math.max(0, metres ** 2 - northwards ** 2)) * Math.sign(fix.lon - from.lon);
  const lat = (eastwards / metres) * (beside / METRES_PER_DEGREE);
  const lon = (-northwards / metres) * (beside / METRES_PER_DEGREE / scale);
  return geometry.meetsAt(from.lat + lat, from.lon + lon, fix.lat + lat, fix.lon + lon) >= 0;
};

const isAtAltitude = (
  { minAltitude, maxAltitude }: FixedFence,
  { fix, from }: Look['leg'],
  fraction: number,
): boolean => {
  if (fix.altitude === undefined || from?.altitude === undefined) return true;
  const altitude = from.altitude + fraction * (fix.altitude - from.altitude);
  return altitude >= minAltitude && altitude <= maxAltitude;
};

/** A fence that the vehicle is not in, and was not: has it gone through in between? Told at once when it drives, or else when the next fix agrees. */
export const goThrough = (fence: FixedFence, look: Look): Passage | undefined => {
  const { leg, scene, error, isStraight, isDriving } = look;
  const { fix, from, metres } = leg;
  if (!from || !isStraight || !hasMoved(look, metres)) return undefined;
  const fraction = fence.geometry.meetsAt(from.lat, from.lon, fix.lat, fix.lon);
  if (fraction < 0 || fence.geometry.metresFrom(from.lat, from.lon) <= 0) return undefined;
  const { at } = momentOf(leg, fraction);
  if (!isThere(fence, scene, at) || !isAtAltitude(fence, leg, fraction)) return undefined;
  // Of a way through the middle of a small fence one may believe that it goes through.
  const beside = Math.min(2 * error, fence.geometry.depthMetres / 2);
  if (!meetsBeside(fence, look, beside) || !meetsBeside(fence, look, -beside)) return undefined;
  const passage: Passage = { is: 'passed', id: fence.id, at, from: [from.lat, from.lon], to: [fix.lat, fix.lon] };
  if (!isDriving) return passage;
  tellCrossed(look, passage);
  return undefined;
};

/** A vehicle that is back where it came from has not been where it was said to be. */
export const confirmPassage = (passage: Passage, look: Look): void => {
  const { fix } = look.leg;
  if (hasMoved(look, metresBetween(passage.from[0], passage.from[1], fix.lat, fix.lon))) tellCrossed(look, passage);
};
