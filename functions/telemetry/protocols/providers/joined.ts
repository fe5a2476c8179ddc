import type { Attributes } from '../../contract.ts';

/** What was said apart from any position. */
export interface Said {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly attributes: Attributes;
}

/** The oldest first; what says no time before all others, so that it disturbs nobody. */
export const inOrder = <Item extends { readonly at: number }>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => (a.at || 0) - (b.at || 0));

/** What was measured longer ago than this may be wrong where the vehicle is now: an odometer most of all. */
const MAX_APART_MS = 5 * 60_000;

/**
 * What to add to each of these moments of one vehicle. A value counts for the first moment at or after it, and after the last one for that; the key
 * stays as it is until it is said otherwise.
 * @param moments the oldest first
 */
export const joined = (moments: readonly number[], said: readonly Said[]): readonly Attributes[] => {
  const waiting = inOrder(said);
  let next = 0;
  let ignition: Attributes[string] | undefined;
  return moments.map((at, index) => {
    const until = index === moments.length - 1 ? at + MAX_APART_MS : at;
    const added: Record<string, Attributes[string]> = {};
    for (let one = waiting[next]; one && one.at <= until; one = waiting[++next]) {
      ignition = one.attributes.ignition ?? ignition;
      if (at - one.at <= MAX_APART_MS) Object.assign(added, one.attributes);
    }
    return ignition === undefined ? added : { ...added, ignition };
  });
};
