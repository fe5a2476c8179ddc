import { metresBetween } from '../../../shared/kernel/earth.ts';
import type { ReceivedFix } from '../fix.ts';

export { metresBetween };

/** The way from one kept fix of a vehicle to the next: what every stage of the pipeline looks at. */
export interface Leg {
  readonly fix: ReceivedFix;
  /** The kept fix before; absent for a vehicle's first. */
  readonly from: ReceivedFix | undefined;
  /** Between the two; 0 for the first. */
  readonly seconds: number;
  /** As the crow flies; 0 for the first. */
  readonly metres: number;
  /** Metres per second: the device's own, or that of the way when it says none. */
  readonly speed: number;
  /** As far as the device says. */
  readonly ignition: boolean | undefined;
}

/** The way from the last kept fix to this one. */
export const legOf = (from: ReceivedFix | undefined, fix: ReceivedFix): Leg => {
  const seconds = from ? (fix.at - from.at) / 1000 : 0;
  const metres = from ? metresBetween(from.lat, from.lon, fix.lat, fix.lon) : 0;
  const ignition = fix.attributes?.ignition;
  return {
    fix,
    from,
    seconds,
    metres,
    speed: fix.speed ?? (seconds > 0 ? metres / seconds : 0),
    ignition: typeof ignition === 'boolean' ? ignition : undefined,
  };
};
