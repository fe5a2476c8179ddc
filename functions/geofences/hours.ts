/** From when to when a fence is there, milliseconds since 1970. The end does not belong to it. */
export interface Window {
  readonly opens: number;
  readonly closes: number;
}

/** When a fence is there. Asked in the order of time it answers by comparing two numbers. */
export interface Hours {
  isOpen(at: number): boolean;
  /** When the window that is open at that moment began; the moment itself when none is. */
  opensAt(at: number): number;
  /** When it ends, which may be never; the moment itself when none is open. */
  closesAt(at: number): number;
}

/** Windows are worked out for so long at once. */
const SPAN = 32 * 24 * 3_600_000;
/** Replays go back some days; more is not worth keeping. */
const MAX_SPANS = 4;
/** What is open without a pause for two years is always open. */
const MAX_AHEAD = 24;

/** In order, and those that meet made one. */
export const merged = (windows: readonly Window[]): Window[] => {
  const result: Window[] = [];
  for (const window of windows.toSorted((a, b) => a.opens - b.opens)) {
    const last = result.at(-1);
    if (!last || window.opens > last.closes) result.push(window);
    else if (window.closes > last.closes) result[result.length - 1] = { opens: last.opens, closes: window.closes };
  }
  return result;
};

/** `windowsIn` gives all windows that have something in common with a span of time. */
export const hoursOf = (windowsIn: (from: number, to: number) => readonly Window[]): Hours => {
  const spans = new Map<number, readonly Window[]>();

  const windowsOf = (span: number): readonly Window[] => {
    const known = spans.get(span);
    if (known) return known;
    if (spans.size >= MAX_SPANS) spans.clear();
    const windows = merged(windowsIn(span * SPAN, (span + 1) * SPAN));
    spans.set(span, windows);
    return windows;
  };

  /** The stretch of time around the last moment asked for in which the answer does not change. */
  let from = 0;
  let to = 0;
  let isOpen = false;
  const find = (at: number): void => {
    const span = Math.floor(at / SPAN);
    [from, to, isOpen] = [span * SPAN, (span + 1) * SPAN, false];
    for (const { opens, closes } of windowsOf(span)) {
      if (opens > at) {
        to = Math.min(to, opens);
        return;
      }
      if (at < closes) {
        [from, to, isOpen] = [opens, closes, true];
        return;
      }
      from = closes;
    }
  };
  const look = (at: number): boolean => {
    if (at < from || at >= to) find(at);
    return isOpen;
  };

  return {
    isOpen: look,
    opensAt: (at) => (look(at) ? from : at),
    closesAt(at) {
      if (!look(at)) return at;
      let closes = to;
      // A window that reaches into the next span may go on in one that is only seen there.
      for (let ahead = 0; ahead < MAX_AHEAD; ahead++) {
        const next = windowsOf(Math.floor(closes / SPAN)).find(
          (window) => window.opens <= closes && window.closes > closes,
        );
        if (!next) return closes;
        closes = next.closes;
      }
      return Infinity;
    },
  };
};
