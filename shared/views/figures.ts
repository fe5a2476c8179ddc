import { countRead, recordLag } from '../observability/metrics.ts';

/** How one view is read on this instance. */
export interface ViewReads {
  readonly hits: number;
  readonly misses: number;
}

/** How far this instance has followed the change feed of events. */
export interface Followed {
  /** When the views took in events the last time, ISO 8601 UTC. */
  readonly at: string;
  /** How old the newest of these was then, seconds. */
  readonly lagSeconds: number;
}

/** What an instance tells of its views; the same goes to the metrics, where all instances come together. */
export interface ViewFigures {
  /** Every view there is, by name. */
  readonly names: readonly string[];
  /** A document of a view was asked for; `hit`: this instance had it. */
  countRead(view: string, hit: boolean): void;
  /** @param newest when the newest event that was taken in had happened */
  countFollowed(newest: string): void;
  readsOf(view: string): ViewReads;
  /** Undefined until the change feed has brought anything. */
  followed(): Followed | undefined;
}

export const viewFigures = (names: readonly string[], now: () => number = Date.now): ViewFigures => {
  const reads = new Map<string, { hits: number; misses: number }>();
  let followed: Followed | undefined;
  return {
    names: names.toSorted(),
    countRead(view, hit) {
      const counts = reads.get(view) ?? { hits: 0, misses: 0 };
      reads.set(view, counts);
      counts[hit ? 'hits' : 'misses'] += 1;
      countRead(hit);
    },
    countFollowed(newest) {
      const at = now();
      const lagSeconds = Math.max(0, (at - Date.parse(newest)) / 1_000);
      followed = { at: new Date(at).toISOString(), lagSeconds };
      recordLag(lagSeconds);
    },
    readsOf: (view) => ({ hits: 0, misses: 0, ...reads.get(view) }),
    followed: () => followed,
  };
};
