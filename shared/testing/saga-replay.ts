import { play } from '../sagas/play.ts';
import type {
  Outcome,
  Patience,
  Pending,
  Runtime,
  SagaDefinition,
  SagaInput,
  StepMessage,
  StepState,
} from '../sagas/saga.ts';

/** What a saga waits for. */
export type Asked =
  | { readonly kind: 'call'; readonly step: string; readonly message: StepMessage; readonly patience: Patience }
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'timer'; readonly at: string }
  | { readonly kind: 'first'; readonly of: readonly Asked[] };

export type Answered =
  | { readonly value: unknown }
  | { readonly error: string }
  /** Which of several came first. */
  | { readonly winner: number };

/** One turn that lies behind a saga. */
export interface Turn {
  readonly asked: Asked;
  readonly answered: Answered;
  /** When the answer came. */
  readonly at: string;
}

export interface Position {
  readonly steps: readonly StepState[];
  /** What it waits for now, or how it has ended. */
  readonly asks?: Asked;
  readonly outcome?: Outcome;
}

interface Token extends Pending {
  readonly asked: Asked;
  readonly of?: readonly Pending[];
  cancel(): void;
}

const token = (asked: Asked, of?: readonly Pending[]): Token => ({
  asked,
  ...(of && { of }),
  isCompleted: false,
  isFaulted: false,
  cancel: () => undefined,
});

const askedOf = (pending: Pending) => (pending as Token).asked;

/**
 * Plays a saga from its beginning over everything that lies behind it, as Durable Functions does at every turn.
 * @throws Error when it now asks for something else than it did: a saga must know neither clock nor chance.
 */
export const replay = (
  saga: SagaDefinition,
  input: SagaInput,
  startedAt: string,
  history: readonly Turn[],
): Position => {
  let now = startedAt;
  let steps: readonly StepState[] = [];
  const runtime: Runtime = {
    now: () => new Date(now),
    call: (step, message, patience) => token({ kind: 'call', step, message: structuredClone(message), patience }),
    event: (name) => token({ kind: 'event', name }),
    timer: (at) => token({ kind: 'timer', at: at.toISOString() }),
    first: (of) => token({ kind: 'first', of: of.map(askedOf) }, of),
    report: (reported) => {
      steps = structuredClone(reported) as StepState[];
    },
  };
  const generator = play(runtime, saga, structuredClone(input));
  let turn = generator.next();
  for (const [index, { asked, answered, at }] of history.entries()) {
    const asks = turn.done ? undefined : askedOf(turn.value);
    if (JSON.stringify(asks) !== JSON.stringify(asked))
      throw new Error(
        `${saga.name} is not deterministic: turn ${index} was ${JSON.stringify(asked)} and is ${JSON.stringify(asks)}.`,
      );
    now = at;
    if ('error' in answered) turn = generator.throw(new Error(answered.error));
    else if ('winner' in answered && !turn.done) turn = generator.next((turn.value as Token).of?.[answered.winner]);
    else turn = generator.next('value' in answered ? structuredClone(answered.value) : undefined);
  }
  return turn.done ? { steps, outcome: turn.value } : { steps, asks: askedOf(turn.value) };
};
