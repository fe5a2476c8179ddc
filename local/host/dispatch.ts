import type { ActiveInvocations } from './active.ts';
import { triggerBindingData } from './binding-expressions.ts';
import type { Bindings } from './bindings.ts';
import type { HostedFunction } from './functions.ts';
import { type AppRuntime, Invocation, type RetryContext, type TraceContext } from './invocation.ts';
import { describeError } from './log.ts';
import { metadataOf, outputValue, type TypedData } from './typed-data.ts';

/** What a trigger has for its function. */
export interface TriggerEvent {
  readonly data: TypedData;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly traceContext?: TraceContext | undefined;
  readonly retryContext?: RetryContext | undefined;
}

/** Runs a function for an event and gives what it returned. A failure is logged here and then thrown. */
export type Dispatch = (fn: HostedFunction, event: TriggerEvent) => Promise<unknown>;

export const createDispatch = (app: AppRuntime, active: ActiveInvocations, bindings: Bindings): Dispatch => {
  const run = async (fn: HostedFunction, { data, metadata = {}, traceContext, retryContext }: TriggerEvent) => {
    const values = triggerBindingData(metadata, data.string ?? data.json);
    const inputs = fn.inputs.length > 0 ? await bindings.inputs(fn, values) : [];
    const invocation = new Invocation(app, fn.metadata, {
      inputData: [{ name: fn.trigger.name, data }, ...inputs],
      triggerMetadata: metadataOf(metadata),
      traceContext,
      retryContext,
    });
    const response = await invocation.response(await invocation.run(fn.callback));
    if (fn.outputs.length > 0) await bindings.outputs(fn, response, values);
    return outputValue(response.returnValue);
  };

  return async (fn, event) => {
    const startedAt = performance.now();
    let expire = (_: Error): void => undefined;
    const expired = new Promise<never>((_, reject) => {
      expire = reject;
    });
    const running = { name: fn.name, expire };
    active.begin(running);
    try {
      const result = await Promise.race([run(fn, event), expired]);
      if (app.log.verbose) app.log.write('debug', fn.name, `done in ${Math.round(performance.now() - startedAt)} ms`);
      return result;
    } catch (error) {
      app.log.write('error', fn.name, describeError(error));
      throw error;
    } finally {
      active.end(running);
    }
  };
};
