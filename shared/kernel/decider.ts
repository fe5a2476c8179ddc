/** A named record: events in the past tense, commands in the imperative. */
export type Message<Type extends string, Data> = { readonly type: Type; readonly data: Readonly<Data> };

/** The whole of a consistency boundary: what it knows, how it changes, what it allows. */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  evolve(state: State, event: Event): State;
  /** Pure. Returns no events when there is nothing to do, throws `FleetError` when a rule forbids it. */
  decide(command: Command, state: State): readonly Event[];
}

/** The state after `events`, oldest first. */
export const fold = <State, Event>(
  decider: Pick<Decider<State, never, Event>, 'initial' | 'evolve'>,
  events: readonly Event[],
): State => events.reduce((state, event) => decider.evolve(state, event), decider.initial);
