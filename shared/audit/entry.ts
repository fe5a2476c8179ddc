import { digestOf } from '../kernel/digest.ts';
import type { Sealed } from '../personal/seal.ts';

/** What an entry is about. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** Why something was not done. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Members of an entity, or of an event. */
export type Members = Readonly<Record<string, unknown>>;

/** What is to be written down. */
export interface Draft {
  /** Names it among those of its company: what is written twice is there once. */
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: string;
  readonly from?: string;
  readonly correlationId: string;
  /** `done`: a fact was stored; `refused`: it was not; `read`: something sensitive was given out. */
  readonly outcome: 'done' | 'refused' | 'read';
  /** `<area>.<EventType>`, or the name of the function that was refused; `documents.download` of what was given out. */
  readonly action: string;
  readonly subject?: Subject;
  /** The members that have changed, as they were and as they are. */
  readonly before?: Members;
  readonly after?: Members;
  /** What else is known of it. */
  readonly data?: Members;
  /** In the place of the three above, where they say something of a person. */
  readonly sealed?: Sealed;
  readonly refusal?: Refusal;
  /** How often the same was refused within a minute, when it was more than once. */
  readonly count?: number;
}

/** An entry's place in its chain. */
export interface Link {
  /** From 1, without a gap. */
  readonly seq: number;
  /** The hash of the entry before. */
  readonly previous: string;
  readonly hash: string;
}

export type Entry = Draft & Link;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
};

/** JSON with the members of every object in order: the same text for the same value. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(JSON.parse(JSON.stringify(value))));

/** Where a chain is: the month of its entries, of one company. */
export interface ChainRef {
  readonly tenantId: string;
  /** `2026-03`. */
  readonly chain: string;
}

/** The chain holds on to its company, its month, and everything before. `hash = sha256(previous + canonical JSON of the rest)`. */
export const hashOf = (
  { tenantId, chain }: ChainRef,
  { previous, hash: _, ...entry }: Omit<Entry, 'hash'> & { readonly hash?: string },
): string => digestOf(previous + canonical({ ...entry, tenantId, chain }));

export const chainOf = (at: string): string => at.slice(0, 7);

/** Up to which entry of an older chain a chain goes on from. */
export interface Anchor {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** What the first entry of a chain follows: the company, the month, and the end of the chain before. */
export const genesisOf = (ref: ChainRef, after: Anchor | undefined): string =>
  digestOf(canonical({ ...ref, ...(after && { after }) }));

/** A text that any store gives back as it was: half a character would not come back. */
export const wellFormed = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member === 'string' ? member.toWellFormed() : member,
  );
