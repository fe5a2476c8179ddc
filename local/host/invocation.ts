import { randomUUID } from 'node:crypto';
import type { InvocationModel, RpcResponse } from './core-module.ts';
import type { HostedFunction } from './functions.ts';
import type { LogLevel } from './log.ts';
import type { HostServices } from './services.ts';

/** A W3C trace as the library wants it; `undefined` when the caller has sent none. */
export const traceOf = (traceParent: unknown) =>
  typeof traceParent === 'string' ? { traceParent, traceState: '', attributes: {} } : undefined;

/**
 * One call of one function, driven as the Node worker drives it: arguments, hooks, handler, hooks, response.
 * The app library holds on to this object as its `CoreInvocationContext`.
 */
export class Invocation {
  readonly invocationId = randomUUID();
  readonly metadata: HostedFunction['metadata'];
  readonly request: object;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined = undefined;
  readonly #services: HostServices;
  readonly #callback: HostedFunction['callback'];
  readonly #model: InvocationModel;
  #context: unknown;

  /** @param call `inputData` and, perhaps, `triggerMetadata`, `traceContext` and `retryContext`. */
  constructor(services: HostServices, { metadata, callback, name }: HostedFunction, call: object) {
    const { model } = services.registry;
    if (!model) throw new Error('The app has not called @azure/functions, so there is nothing that could run.');
    this.#services = services;
    this.#callback = callback;
    this.metadata = metadata;
    this.request = { ...call, invocationId: this.invocationId, functionId: metadata.functionId ?? name };
    this.#model = model.getInvocationModel(this);
  }

  /** Runs hooks and handler and gives what the handler returned. Throws what the handler, or a hook, threw. */
  async run(): Promise<unknown> {
    const { hooks, appHookData } = this.#services.registry;
    const { context, inputs } = await this.#model.getArguments();
    this.#context = context;
    const shared = { hookData: {}, appHookData, invocationContext: context };
    const before = { ...shared, functionCallback: this.#callback, inputs };
    this.state = 'preInvocationHooks';
    for (const hook of hooks.preInvocation) await hook(before);
    // A hook may have replaced inputs and handler, and the ones below may replace result and error.
    const after = { ...shared, inputs: before.inputs, result: null as unknown, error: null as unknown };
    this.state = 'invocation';
    try {
      after.result = await this.#model.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    }
    this.state = 'postInvocationHooks';
    for (const hook of hooks.postInvocation) await hook(after);
    this.state = undefined;
    if (after.error) throw after.error;
    return after.result;
  }

  /** The library's own translation of a result into outputs, for everything the host has no shorter way for. */
  response(result: unknown): Promise<RpcResponse> {
    return this.#model.getResponse(this.#context, result);
  }

  /** Called by the library for `context.log` and for its own warnings. */
  log(level: LogLevel, category: string, message: string): void {
    const entry = { level, category, message, invocationContext: this.#context, hookData: {} };
    for (const hook of this.#services.registry.hooks.log) hook(entry);
    this.#services.log.write(entry.level, this.metadata.name, entry.message);
  }
}
