import { randomUUID } from 'node:crypto';
import type { InvocationModel, RpcResponse } from './core-module.ts';
import type { HostedFunction } from './functions.ts';
import type { Log, LogLevel } from './log.ts';
import type { HostServices } from './services.ts';

/** A W3C trace as the library wants it; `undefined` when the caller has sent none. */
export const traceOf = (traceParent: unknown) =>
  typeof traceParent === 'string' ? { traceParent, traceState: '', attributes: {} } : undefined;

/**
 * One call of one function, driven as the Node worker drives it: arguments, handler, response.
 * The app library holds on to this object as its `CoreInvocationContext`.
 */
export class Invocation {
  readonly invocationId = randomUUID();
  readonly metadata: HostedFunction['metadata'];
  readonly request: object;
  readonly #fn: HostedFunction;
  readonly #log: Log;
  readonly #model: InvocationModel;
  #context: unknown;

  /** @param call `inputData` and, perhaps, `triggerMetadata`, `traceContext` and `retryContext`. */
  constructor({ registry, log }: HostServices, fn: HostedFunction, call: object) {
    const { model } = registry;
    if (!model) throw new Error('The app has not called @azure/functions, so there is nothing that could run.');
    this.#fn = fn;
    this.#log = log;
    this.metadata = fn.metadata;
    this.request = { ...call, invocationId: this.invocationId, functionId: fn.metadata.functionId ?? fn.name };
    this.#model = model.getInvocationModel(this);
  }

  /** Runs the handler and gives what it returned. */
  async run(): Promise<unknown> {
    const { context, inputs } = await this.#model.getArguments();
    this.#context = context;
    return this.#model.invokeFunction(context, inputs, this.#fn.callback);
  }

  /** The library's own translation of a result into outputs, for everything the host has no shorter way for. */
  response(result: unknown): Promise<RpcResponse> {
    return this.#model.getResponse(this.#context, result);
  }

  /** Called by the library for `context.log` and for its own warnings. */
  log(level: LogLevel, _category: string, message: string): void {
    this.#log.write(level, this.#fn.name, message);
  }
}
