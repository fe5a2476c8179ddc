import { metresBetween } from '../../../shared/kernel/earth.ts';
import { appliesTo, type Fence, type FixedFence } from '../../geofences/fence.ts';
import type { FenceIndex } from '../../geofences/fence-index.ts';
import type { Fact } from '../facts.ts';
import type { ReceivedFix } from '../fix.ts';
import type { Leg } from './leg.ts';

/** Whose fences these are, and who else is where. */
export interface FenceScene {
  readonly vehicleId: string;
  /** The group that the vehicle belongs to. */
  readonly groupId?: string | undefined;
  readonly fences: FenceIndex;
  /** Where another vehicle is: for fences that move with it. */
  readonly positionOf?: ((vehicleId: string) => { readonly lat: number; readonly lon: number } | undefined) | undefined;
}

/** A leg, and all that is needed to say what it means for a fence. */
export interface Look {
  readonly leg: Leg;
  readonly scene: FenceScene;
  readonly tell: (fact: Fact) => void;
  /** Metres, one standard deviation. */
  readonly error: number;
  /** Whether the vehicle says that it drives, and has got no farther than it says. One bad position of a parked one does not look like that. */
  readonly isDriving: boolean;
  /** Whether the way between the two fixes may be taken to be straight. */
  readonly isStraight: boolean;
}

/** What a receiver without a word about it is wrong by in a town. */
const USUAL_ERROR = 10;
/** What a horizontal dilution of precision of 1 stands for. */
const ERROR_PER_HDOP = 5;
/** Whoever says less does not know what buildings do. */
const LEAST_ERROR = 3;
/** Nineteen positions of twenty are nearer than two standard deviations to where they should be. */
const DEVIATIONS = 2;

/** Over more seconds, or metres, nobody knows which way a vehicle has taken. */
const STRAIGHT_SECONDS = 300;
const STRAIGHT_METRES = 3_000;

/** Faster than receivers at rest say they are, m/s. */
export const DRIVING_SPEED = 2;
/** Between two fixes one may have been faster than at both; and both are wrong by something. */
const FASTER = 1.5;
const SLACK_METRES = 20;

/** Metres that a fix may be wrong by, one standard deviation. */
export const errorOf = ({ accuracy, attributes }: ReceivedFix): number => {
  const hdop = attributes?.hdop;
  const said = accuracy || (typeof hdop === 'number' ? hdop * ERROR_PER_HDOP : 0) || USUAL_ERROR;
  return Math.max(LEAST_ERROR, said);
};

export const lookAt = (leg: Leg, scene: FenceScene, tell: (fact: Fact) => void): Look => {
  const { fix, from, seconds, metres } = leg;
  const error = errorOf(fix);
  const said = Math.max(fix.speed ?? 0, from?.speed ?? 0);
  const isStraight = from !== undefined && seconds <= STRAIGHT_SECONDS && metres <= STRAIGHT_METRES;
  const isDriving =
    isStraight && said >= DRIVING_SPEED && metres <= said * FASTER * seconds + DEVIATIONS * error + SLACK_METRES;
  return { leg, scene, tell, error, isDriving, isStraight };
};

/** How far beyond an edge a fix must be to be clearly on that side: the margin, and what the position may be wrong by. Without a margin it is taken as it is. */
export const clearOf = ({ debounce }: Fence, error: number): number =>
  debounce.marginMetres === 0 ? 0 : debounce.marginMetres + DEVIATIONS * error;

/** From where to where one has surely moved. */
export const hasMoved = ({ error }: Look, metres: number): boolean => metres >= 2 * DEVIATIONS * error + SLACK_METRES;

/** Metres to the edge, below zero inside; above or below its altitudes one is as far outside as that. Undefined while nobody knows where it is. */
export const distanceTo = (
  fence: Fence,
  { lat, lon, altitude }: ReceivedFix,
  scene: FenceScene,
): number | undefined => {
  let metres: number;
  if (fence.geometry) metres = fence.geometry.metresFrom(lat, lon);
  else {
    const centre = scene.positionOf?.(fence.around.vehicleId);
    if (!centre) return undefined;
    metres = metresBetween(centre.lat, centre.lon, lat, lon) - fence.around.radiusMetres;
  }
  if (altitude === undefined) return metres;
  const beyond = Math.max(fence.minAltitude - altitude, altitude - fence.maxAltitude);
  return beyond > 0 ? Math.max(metres, beyond) : metres;
};

/** Of the two ends of the leg, how far the first was from the edge as it is now. Of a fence that moves nobody knows. */
export const distanceBefore = (fence: Fence, { leg: { from }, scene }: Look): number | undefined =>
  from && fence.geometry && distanceTo(fence, from, scene);

/** A moment on a leg, and where that was. */
export interface Moment {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
}

/** A decimetre; and no -0, which JSON does not know. */
const digits = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

type Way = Pick<Leg, 'fix' | 'from'>;

export const momentOf = ({ fix, from = fix }: Way, fraction: number): Moment => {
  let lonWay = fix.lon - from.lon;
  if (Math.abs(lonWay) > 180) lonWay -= Math.sign(lonWay) * 360;
  const lon = from.lon + fraction * lonWay;
  return {
    at: Math.round(from.at + fraction * (fix.at - from.at)),
    lat: digits(from.lat + fraction * (fix.lat - from.lat)),
    lon: digits(lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon),
  };
};

/** As fine as a second in five minutes. */
const HALVINGS = 9;

/** The fraction of the leg at which the side of the edge changes, which is different at its two ends. */
const edgeOn = ({ fix, from = fix }: Way, { geometry }: FixedFence): number => {
  let [low, high] = [0, 1];
  const isInsideFirst = geometry.metresFrom(from.lat, from.lon) <= 0;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    const { lat, lon } = momentOf({ fix, from }, middle);
    if (geometry.metresFrom(lat, lon) <= 0 === isInsideFirst) low = middle;
    else high = middle;
  }
  return high;
};

/** When on this leg the vehicle came to the side of the edge that it is on now; where that cannot be said, when it was seen there. */
export const edgeMoment = (fence: Fence, look: Look): Moment => {
  const { leg, isStraight } = look;
  const before = distanceBefore(fence, look);
  if (!fence.geometry || before === undefined || !isStraight) return momentOf(leg, 1);
  const now = fence.geometry.metresFrom(leg.fix.lat, leg.fix.lon);
  // Both on one side: it is the fence that has changed, or its altitude that matters.
  return before <= 0 === now <= 0 ? momentOf(leg, 1) : momentOf(leg, edgeOn(leg, fence));
};

/** When the hours of the fence began, if that was on this leg. */
export const openedOn = ({ hours }: Fence, { fix, from }: Leg): number | undefined => {
  const opens = hours?.opensAt(fix.at);
  return opens !== undefined && from !== undefined && opens > from.at && opens <= fix.at ? opens : undefined;
};

/** Whether the fence is there for this vehicle at a moment. */
export const isThere = (fence: Fence, { vehicleId, groupId }: FenceScene, at: number): boolean =>
  appliesTo(fence, vehicleId, groupId) && (fence.hours === undefined || fence.hours.isOpen(at));
