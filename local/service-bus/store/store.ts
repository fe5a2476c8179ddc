import type { Message, StoredFields } from '../broker/message.ts';

export interface SessionStateRow {
  readonly entity: number;
  readonly sessionId: string;
  readonly state: Buffer | null;
}

export interface DuplicateRow {
  readonly entity: number;
  readonly messageId: string;
  readonly until: number;
}

export interface RulesRow {
  /** The rules in the entity file when `current` was written: if the file has changed since, the file wins. */
  readonly declared: string;
  readonly current: string;
}

/** What happened since the last commit. A message is listed once, however often it changed. */
export interface Changes {
  readonly messages: Set<Message>;
  readonly sequences: Map<number, number>;
  readonly duplicates: DuplicateRow[];
  readonly forgotten: Map<number, number>;
  readonly sessions: SessionStateRow[];
  readonly rules: Map<number, RulesRow>;
}

export const noChanges = (): Changes => ({
  messages: new Set(),
  sequences: new Map(),
  duplicates: [],
  forgotten: new Map(),
  sessions: [],
  rules: new Map(),
});

export const isSomething = (changes: Changes): boolean =>
  changes.messages.size > 0 ||
  changes.sequences.size > 0 ||
  changes.duplicates.length > 0 ||
  changes.forgotten.size > 0 ||
  changes.sessions.length > 0 ||
  changes.rules.size > 0;

/** What a previous run left behind for one entity. */
export interface Remains {
  readonly lastSequence: number;
  readonly messages: readonly StoredFields[];
  readonly duplicates: readonly DuplicateRow[];
  readonly sessions: readonly SessionStateRow[];
  readonly rules: RulesRow | undefined;
}

export interface Store {
  /** The stable number of an entity, by its lower-case path. */
  entityNumber(path: string): number;
  remains(entity: number): Remains;
  nextMessageId(): number;
  /** Writes all of it or throws. */
  write(changes: Changes): void;
  close(): void;
}
