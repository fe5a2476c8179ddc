import { type Decider, fold } from '../kernel/decider.ts';
import { FleetError } from '../kernel/errors.ts';

/**
 * A decider's rules as sentences.
 *
 * @example
 * const { given } = specOf(vehicle);
 * it('keeps the name of a retired vehicle', () => given(registered, retired).when(rename).thenRefuses('vehicles/retired'));
 */
export const specOf = <State, Command, Event>(decider: Decider<State, Command, Event>) => ({
  given: (...history: Event[]) => ({
    when: (command: Command) => {
      const decide = () => decider.decide(command, fold(decider, history));
      return {
        /** These events, and no others. Not called `then`: whatever has a method of that name is taken for a promise. */
        thenRecords: (...expected: Event[]) => expect(decide()).toEqual(expected),
        thenNothing: () => expect(decide()).toEqual([]),
        /** A broken rule, by its stable code. */
        thenRefuses(code: string) {
          expect(decide).toThrow(FleetError);
          expect(decide).toThrow(expect.objectContaining({ code }));
        },
      };
    },
  }),
});
