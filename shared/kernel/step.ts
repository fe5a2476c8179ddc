/**
 * The name of one side effect that a saga can ask for, with the types of what goes in and comes out. Whoever performs it may
 * live in another area: a contract shows the name, the area's table of contents says what it does.
 */
export interface Step<In, Out> {
  readonly name: string;
  /** Never there at run time; it carries the types. */
  readonly types?: (input: In) => Out;
}

/** @param name the function's name, `<area>-<verb>`. */
export const stepNamed = <In, Out = void>(name: string): Step<In, Out> => ({ name });
