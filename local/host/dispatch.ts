import type { ActiveInvocations } from './active.ts';
import { bindingData } from './binding-expressions.ts';
import { readInputs, writeOutputs } from './extra-bindings.ts';
import type { HostedFunction } from './functions.ts';
import { type AppRuntime, Invocation, type RetryContext, type TraceContext } from './invocation.ts';
import { describeError } from './log.ts';
import type { HostServices } from './services.ts';
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

/** @param services given when asked for, because `dispatch` is one of them. */
export const createDispatch = (app: AppRuntime, active: ActiveInvocations, services: () => HostServices): Dispatch => {
  const run = async (fn: HostedFunction, { data, metadata = {}, ...contexts }: TriggerEvent) => {
    const values = bindingData(metadata, data.string ?? data.json);
    const inputs = await readInputs(fn, values, services());
    const inputData = [{ name: fn.trigger.name, data }, ...inputs];
    const invocation = new Invocation(app, fn, { inputData, triggerMetadata: metadataOf(metadata), ...contexts });
    const response = await invocation.response(await invocation.run());
    await writeOutputs(fn, response, values, services());
    return outputValue(response.returnValue);
  };

  return async (fn, event) => {
    const startedAt = performance.now();
    try {
      const result = await active.track(fn.name, run(fn, event));
      if (app.log.verbose) app.log.write('debug', fn.name, `done in ${Math.round(performance.now() - startedAt)} ms`);
      return result;
    } catch (error) {
      app.log.write('error', fn.name, describeError(error));
      throw error;
    }
  };
};
