import type { Execution } from '../eventstore/execute.ts';
import type { Caller } from '../identity/caller.ts';

/** What of a request its events remember. */
interface Asked {
  readonly now: string;
  readonly caller: Pick<Caller, 'actor'>;
  readonly correlationId: string;
  readonly from?: string | undefined;
  readonly expected?: number | undefined;
  readonly seed?: string | undefined;
}

/** What a command needs to know of the request it is part of. */
export interface Asking extends Asked {
  readonly caller: Caller;
}

/** Who caused the commands of a request, when, from where, and at which version if it pins one. */
export const causeOf = ({ now, caller, correlationId, from, expected, seed }: Asked): Execution => ({
  at: now,
  actor: caller.actor,
  correlationId,
  expected,
  ...(from && { from }),
  ...(seed && { seed }),
});

/** The same for the command that begins a stream, under an id that was made for it. */
export const causeOfNew = (asked: Asked): Execution => ({ ...causeOf(asked), isNew: true });
