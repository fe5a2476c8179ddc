/** How the count of a device (its odometer, its engine hours) stands to ours. */
export interface Shift {
  /** Ours is so much higher; absent until the device is believed. */
  readonly offset?: number;
  /** What it told last when that did not fit, and how often in a row it went on from there. */
  readonly jump?: number;
  readonly jumps?: number;
}

/** Our count after a value of the device, and whether that told it. */
export interface Followed {
  readonly count: number;
  readonly shift: Shift;
  readonly isTold: boolean;
}

/** So often in a row a device must go on from a value before it is believed: bus glitches come alone. */
const AGREEING = 3;

/**
 * Follows a counter of the device that only ever should go up. A value that does not fit (lower by more than `back`, or higher by more than `most`) is not followed; when
 * the device goes on from there it was set, rolled over or replaced: ours then goes on from where it is, or up to the device's when that is higher. Never down.
 */
export const follow = (
  count: number,
  shift: Shift | undefined,
  value: number | undefined,
  most: number,
  back: number,
): Followed | undefined => {
  if (value === undefined) return undefined;
  if (shift?.offset !== undefined) {
    const gain = value + shift.offset - count;
    if (gain >= -back && gain <= most) {
      const settled = shift.jump === undefined ? shift : { offset: shift.offset };
      return { count: gain > 0 ? value + shift.offset : count, shift: settled, isTold: true };
    }
  }
  const step = shift?.jump === undefined ? Number.NaN : value - shift.jump;
  const jumps = step >= 0 && step <= most ? (shift?.jumps ?? 0) + 1 : 1;
  if (jumps < AGREEING) return { count, shift: { ...shift, jump: value, jumps }, isTold: false };
  const isHigher = value >= count;
  return { count: isHigher ? value : count, shift: { offset: isHigher ? 0 : count - value }, isTold: true };
};
