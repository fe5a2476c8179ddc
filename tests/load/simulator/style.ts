import type { Draw } from './random.ts';

/** How somebody drives. */
export interface Style {
  /** Of the speed limit, on an ordinary day. */
  readonly tempo: number;
  /** Chance of a harsh brake in any `NERVES_EVERY`. */
  readonly nerves: number;
  /** Milliseconds of a stop up to which the engine is left on. */
  readonly idles: number;
}

/** Milliseconds: of this much time, one moment at most is bad. */
export const NERVES_EVERY = 300_000;
const MINUTE = 60_000;

const CALM: Style = { tempo: 0.96, nerves: 0.004, idles: 3 * MINUTE };
const USUAL: Style = { tempo: 0.97, nerves: 0.02, idles: 5 * MINUTE };
const HASTY: Style = { tempo: 1.14, nerves: 0.09, idles: 8 * MINUTE };

/** Most drive well, some even better, and one in six is in a hurry. */
export const styleOf = (draw: Draw): Style => {
  const character = draw('character');
  if (character < 1 / 6) return HASTY;
  return character < 1 / 2 ? CALM : USUAL;
};

/** Milliseconds that a harsh brake lasts. */
const BRAKES_FOR = 3_000;

/** Whether somebody of that style is braking harshly at that moment, if there is anything to brake. */
export const startles = ({ nerves }: Style, draw: Draw): ((time: number) => boolean) => {
  let known = { window: Number.NaN, at: Number.NaN };
  return (time) => {
    const window = Math.floor(time / NERVES_EVERY);
    if (window !== known.window) known = { window, at: momentOf(draw, window, nerves) };
    return time > known.at && time <= known.at + BRAKES_FOR;
  };
};

/** Not at the very end of its window, which is forgotten then. */
const momentOf = (draw: Draw, window: number, nerves: number): number =>
  draw('startled', window) < nerves
    ? window * NERVES_EVERY + Math.floor(draw('moment', window) * (NERVES_EVERY - 2 * BRAKES_FOR))
    : Number.NaN;
