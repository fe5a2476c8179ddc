/** The methods of a port, all of which answer later. */
type Later<Port> = { readonly [Name in keyof Port]: (...args: never[]) => Promise<unknown> };

/**
 * A port that is made when somebody first uses it, so that a cold start does not read an SDK which its first request has no use for.
 * Every method of the port must answer with a promise.
 *
 * @returns the port, and `made`: the one that was made, if any.
 */
export const lazily = <Port extends Later<Port>>(
  make: () => Promise<Port>,
): { readonly port: Port; made(): Promise<Port> | undefined } => {
  let making: Promise<Port> | undefined;
  const get = (_: object, name: string | symbol) => {
    // A port is no promise, though `await` asks everything whether it is one.
    if (name === 'then') return undefined;
    return async (...args: never[]) => {
      making ??= make().catch((error: unknown) => {
        // Whoever asks next may have more luck.
        making = undefined;
        throw error;
      });
      const port = await making;
      return port[name as keyof Port](...args);
    };
  };
  return { port: new Proxy({}, { get }) as Port, made: () => making };
};
