import type { Content } from '../message/content.ts';
import type { Due } from './due-times.ts';
import { NOWHERE, type Placed } from './heap.ts';
import type { Lock } from './locks.ts';

export type MessageState = 'active' | 'deferred' | 'scheduled';

/** One message in one entity. A topic's message becomes one of these per matching subscription, sharing the content. */
export interface Message extends Placed {
  /** Names the row on disk; never reused. */
  readonly id: number;
  /** The entity it is in at present; changes when it is dead-lettered. */
  entity: number;
  sequence: number;
  content: Content;
  state: MessageState;
  /** Failed deliveries so far. */
  deliveries: number;
  enqueuedAt: number;
  /** When a scheduled message is due; kept after that, as the service does. */
  readonly scheduledFor: number | undefined;
  /** The number it had at the topic, or while it was scheduled. */
  enqueuedSequence: number | undefined;
  /** Infinity when it lives for ever. */
  expiresAt: number;
  expiry: Due | undefined;
  lock: Lock | undefined;
  /** What the store has on disk; it alone writes this. */
  stored: Content | undefined;
  /** It has left the entity for good. */
  gone: boolean;
}

export type StoredFields = Pick<
  Message,
  'id' | 'entity' | 'sequence' | 'content' | 'state' | 'deliveries' | 'enqueuedAt' | 'scheduledFor' | 'enqueuedSequence'
>;

/** Of two messages, the one with the lower sequence number comes first. */
export const bySequence = (a: Message, b: Message): number => a.sequence - b.sequence;

/** Adds to what is worth keeping what is only true while the broker runs. */
export const messageFrom = (fields: StoredFields, stored?: Content): Message => ({
  ...fields,
  expiresAt: Number.POSITIVE_INFINITY,
  expiry: undefined,
  lock: undefined,
  place: NOWHERE,
  stored,
  gone: false,
});
