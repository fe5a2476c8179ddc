export type FunctionKind = 'orchestrator' | 'activity' | 'entity';

/** The app as the task hub sees it. */
export interface DurableApp {
  /** The names of its functions. */
  readonly functions: Readonly<Record<FunctionKind, readonly string[]>>;
  /** Runs a function with a JSON text as its input and gives what it returned; rejects with what it threw. */
  invoke(kind: FunctionKind, name: string, input: string | undefined, instanceId: string): Promise<unknown>;
}

/** What the caller asks for cannot be. */
export class BadArgument extends Error {}

/** The registered name of a function; names know no case. Throws, naming all there are, when there is none. */
export const functionNamed = ({ functions }: DurableApp, kind: FunctionKind, name: string): string => {
  const found = functions[kind].find((known) => known.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new BadArgument(
    `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. ` +
      `Additional info: The following are the known ${kind} functions: '${functions[kind].join("', '")}'.`,
  );
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
