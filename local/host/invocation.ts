import { randomUUID } from 'node:crypto';
import type { FunctionMetadata, InvocationModel, Registry, RpcResponse } from './core-module.ts';
import type { HostedFunction } from './functions.ts';
import type { Log, LogLevel } from './log.ts';
import type { NamedData, TypedData } from './typed-data.ts';

export interface RetryContext {
  readonly retryCount: number;
  readonly maxRetryCount: number;
  readonly exception?: { readonly message: string; readonly source: string; readonly stackTrace: string };
}

export interface TraceContext {
  readonly traceParent: string;
  readonly traceState: string;
  readonly attributes: Record<string, string>;
}

/** A W3C trace as the library wants it; `undefined` when the caller has sent none. */
export const traceOf = (traceParent: unknown, traceState?: unknown): TraceContext | undefined =>
  typeof traceParent === 'string'
    ? { traceParent, traceState: typeof traceState === 'string' ? traceState : '', attributes: {} }
    : undefined;

export interface InvocationRequest {
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata?: Record<string, TypedData>;
  readonly traceContext?: TraceContext | undefined;
  readonly retryContext?: RetryContext | undefined;
}

/** What an invocation needs from the running app. */
export interface AppRuntime {
  readonly registry: Registry;
  readonly log: Log;
}

/**
 * One call of one function, driven as the Node worker drives it: arguments, hooks, handler, hooks, response.
 * The app library holds on to this object as its `CoreInvocationContext`.
 */
export class Invocation {
  readonly invocationId = randomUUID();
  readonly metadata: FunctionMetadata;
  readonly request: InvocationRequest & { invocationId: string; functionId: string };
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined = undefined;
  readonly #app: AppRuntime;
  readonly #fn: HostedFunction;
  readonly #model: InvocationModel;
  #context: unknown;

  constructor(app: AppRuntime, fn: HostedFunction, request: InvocationRequest) {
    const { model } = app.registry;
    if (!model) throw new Error('The app has not called @azure/functions, so there is nothing that could run.');
    this.#app = app;
    this.#fn = fn;
    this.metadata = fn.metadata;
    this.request = { ...request, invocationId: this.invocationId, functionId: fn.metadata.functionId ?? fn.name };
    this.#model = model.getInvocationModel(this);
  }

  /** Runs hooks and handler and gives what the handler returned. Throws what the handler, or a hook, threw. */
  async run(): Promise<unknown> {
    const { hooks, appHookData } = this.#app.registry;
    const { context, inputs } = await this.#model.getArguments();
    this.#context = context;
    const shared = { hookData: {}, appHookData, invocationContext: context };
    const before = { ...shared, functionCallback: this.#fn.callback, inputs };
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
    const { registry, log } = this.#app;
    const entry = { level, category, message, invocationContext: this.#context, hookData: {} };
    for (const hook of registry.hooks.log) hook(entry);
    log.write(entry.level, this.#fn.name, entry.message);
  }
}
