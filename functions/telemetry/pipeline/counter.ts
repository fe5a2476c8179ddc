/** How the count of a device (its odometer, its engine hours) stands to ours. */
export interface Shift {
  /** Ours is so much higher; absent until the device is believed. */
  readonly offset?: number;
  /** What the device told last, while it is believed. */
  readonly value?: number;
  /** What we counted ourselves since that has last changed; absent for nothing. */
  readonly own?: number;
  /** By how much it was above ours when it did not fit, and how often in a row it has stayed there. */
  readonly jump?: number;
  readonly jumps?: number;
}

/** Our count, and how the device's stands to it. */
export interface Followed {
  readonly count: number;
  readonly shift: Shift;
}

/** So often in a row a device must go on from a value before it is believed: bus glitches come alone. */
const AGREEING = 3;

/** Ours leads within what the device tells at once; when it does not go on after twice that, it is stuck, and we go on alone. */
const leadOf = (own: number, coarse: number) => (own > 2 * coarse ? own : Math.min(own, coarse));

const hundredths = (value: number) => Math.round(value * 100) / 100;

const believed = (count: number, shift: Shift, value: number, own: number): Followed =>
  shift.jump === undefined && shift.value === value && (shift.own ?? 0) === own
    ? { count, shift }
    : { count, shift: own > 0 ? { offset: shift.offset ?? 0, value, own } : { offset: shift.offset ?? 0, value } };

/**
 * Follows a counter of the device that should only ever go up, by steps of at most `coarse`; between two steps it is led by what we counted ourselves (`own`). A value that does not fit (lower by
 * more than `coarse`, higher by more than `most`) is not followed. When the device goes on from there it was set, has rolled over or was replaced: ours goes on
 * from where it is, or up to the device's when that is higher. Never down.
 */
export const follow = (
  count: number,
  shift: Shift,
  value: number,
  own: number,
  most: number,
  coarse: number,
): Followed => {
  if (shift.offset !== undefined) {
    const since = value === shift.value ? (shift.own ?? 0) + own : 0;
    const target = value + shift.offset + leadOf(since, coarse);
    if (target >= count - coarse && target <= count + most)
      return believed(Math.max(count, target), shift, value, Math.round(since * 10) / 10);
  }
  const counted = count + own;
  const jump = hundredths(value - counted);
  const drift = shift.jump === undefined ? Number.NaN : jump - shift.jump;
  const jumps = drift >= -coarse && drift <= most ? (shift.jumps ?? 0) + 1 : 1;
  if (jumps < AGREEING) return { count: counted, shift: { ...shift, jump, jumps } };
  const next = Math.max(counted, value);
  return { count: next, shift: { offset: hundredths(next - value), value } };
};

/** Whether the device is believed, and not stuck. */
export const isFollowed = (shift: Shift | undefined, coarse: number): boolean =>
  shift?.offset !== undefined && (shift.own ?? 0) <= 2 * coarse;
