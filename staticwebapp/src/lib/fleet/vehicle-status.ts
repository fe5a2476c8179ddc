import { metresPerSecond } from '../units.ts';
import type { Position } from './contract.ts';

export type VehicleStatus = 'moving' | 'stopped' | 'offline';

export const STATUS_LABELS: Readonly<Record<VehicleStatus, string>> = {
  moving: 'Moving',
  stopped: 'Stopped',
  offline: 'Offline',
};

/** How many of a group do what. */
export type StatusShares = Readonly<Record<VehicleStatus, number>>;

/** Below this a receiver at rest still reports a little drift. */
const MOVING_ABOVE = metresPerSecond(4);

/** A vehicle on the road reports every few seconds; five minutes of silence is a vehicle out of reach. */
export const MOVING_SILENCE = 5 * 60_000;

/** A parked one only sends a sign of life now and then. */
export const STOPPED_SILENCE = 30 * 60_000;

/** What a vehicle is doing, as far as its last fix can tell at `now` (epoch milliseconds). */
export const vehicleStatus = (position: Position | undefined, now: number): VehicleStatus => {
  if (!position) return 'offline';
  const age = now - Date.parse(position.at);
  const moving = (position.speed ?? 0) > MOVING_ABOVE;
  if (age > (moving ? MOVING_SILENCE : STOPPED_SILENCE)) return 'offline';
  return moving ? 'moving' : 'stopped';
};
