import type { DriverState } from './driver.ts';
import { advance, type FleetVehicle } from './fleet.ts';
import { turn } from './geo.ts';
import { hasJustBraked } from './tracker.ts';

const { ceil, max, min } = Math;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How often the tracker looks; a minute holds a whole number of looks and of paces. */
const LOOK = 3 * SECOND;
const PACE = 15 * SECOND;
/** Degrees of turning after which the straight line from the last fix would leave the road. */
const BEND = 10;

/** The full minute that `time` falls in. */
export const startOfMinute = (time: number): number => time - (time % MINUTE);

/**
 * What a thrifty tracker would have reported later than `after` and until `to`, oldest first: a state every 15 seconds on
 * the move and sooner in a bend, every minute while parked, and at once when one becomes the other or somebody brakes harshly. `state` is that at the
 * full minute before.
 *
 * Every full minute is reported, so the moments are the same wherever one starts, and telling them again changes nothing.
 */
export function* trail(
  vehicle: FleetVehicle,
  state: DriverState,
  { after, to }: { readonly after: number; readonly to: number },
): Generator<DriverState, void, undefined> {
  let last = state;
  for (let time = nextLook(state); time <= to; time = nextLook(state)) {
    state = advance(vehicle, state, time);
    if (!isWorthTelling(state, last)) continue;
    last = state;
    if (time > after) yield state;
  }
}

/** Of a parked vehicle only full minutes and its departure matter. */
const nextLook = ({ time, activity }: DriverState): number =>
  activity.kind === 'driving'
    ? time + LOOK
    : min(startOfMinute(time) + MINUTE, max(time + LOOK, ceil(activity.until / LOOK) * LOOK));

const isWorthTelling = (state: DriverState, last: DriverState): boolean =>
  state.time % MINUTE === 0 ||
  state.activity.kind !== last.activity.kind ||
  hasJustBraked(state) ||
  (state.activity.kind === 'driving' && (state.time - last.time >= PACE || turn(state.heading, last.heading) >= BEND));
