export interface VirtualWindow {
  /** Index of the first row to render, and one past the last. */
  readonly first: number;
  readonly end: number;
}

const OVERSCAN = 6;

/** The rows of equal height that can be seen, and a few beyond either edge. */
export const virtualWindow = (count: number, rowHeight: number, scrollTop: number, viewport: number): VirtualWindow => {
  const top = Math.min(Math.max(0, scrollTop), Math.max(0, count * rowHeight - viewport));
  return {
    first: Math.max(0, Math.floor(top / rowHeight) - OVERSCAN),
    end: Math.min(count, Math.ceil((top + viewport) / rowHeight) + OVERSCAN),
  };
};

/** Where to scroll so that a row is fully in view; the same place when it already is. */
export const scrollToShow = (index: number, rowHeight: number, scrollTop: number, viewport: number): number => {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + viewport ? top + rowHeight - viewport : scrollTop;
};
