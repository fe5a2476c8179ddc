import type { DropReason } from '../../contract.ts';

/** How frames lie one after another in a body. */
export interface Framing {
  /** Whether a frame may begin here. */
  startsAt(bytes: Buffer, offset: number): boolean;
  /** Bytes that may lie between frames, such as line ends. */
  readonly filler?: ReadonlySet<number>;
  /** Where the frame that begins here ends, as far as it says (which may lie past the end of the bytes), and what is wrong with it. */
  measure(bytes: Buffer, offset: number): { readonly end: number; readonly reason?: DropReason };
}

/** A sound frame, or a stretch of bytes that is none. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly reason?: DropReason;
}

/** So many bad frames in one body are noise; looking for more good ones in it would be work for an attacker's sake. */
const MAX_BAD = 32;

export const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d]);

const nextStart = (bytes: Buffer, from: number, framing: Framing): number => {
  let offset = from;
  while (offset < bytes.length && !framing.startsAt(bytes, offset)) offset++;
  return offset;
};

/**
 * Cuts a body into frames. A bad one costs only itself: its length is believed when another frame, or the end, follows there; otherwise the next place where
 * one may begin is looked for.
 */
export const cutFrames = (bytes: Buffer, framing: Framing): Cut[] => {
  const cuts: Cut[] = [];
  let bad = 0;
  let start = 0;
  while (start < bytes.length) {
    if (framing.filler?.has(bytes[start] ?? -1)) {
      start++;
      continue;
    }
    if (bad >= MAX_BAD) return [...cuts, { start, end: bytes.length, reason: 'malformed' }];
    if (!framing.startsAt(bytes, start)) {
      const end = nextStart(bytes, start + 1, framing);
      cuts.push({ start, end, reason: 'malformed' });
      bad++;
      start = end;
      continue;
    }
    const { end, reason } = framing.measure(bytes, start);
    if (!reason) {
      cuts.push({ start, end });
      start = end;
      continue;
    }
    bad++;
    const isFollowed = end === bytes.length || (end < bytes.length && framing.startsAt(bytes, end));
    const next = isFollowed ? end : nextStart(bytes, start + 1, framing);
    cuts.push({ start, end: next, reason });
    start = next;
  }
  return cuts;
};
