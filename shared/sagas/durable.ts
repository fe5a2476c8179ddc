import type { InvocationContext } from '@azure/functions';
import {
  type DurableClient,
  getClient,
  type OrchestrationContext,
  OrchestrationRuntimeStatus,
  RetryOptions,
} from 'durable-functions';
import { FleetError } from '../kernel/errors.ts';
import type { Instance, SagaEngine } from './engine.ts';
import { play } from './play.ts';
import type { Outcome, Patience, Runtime, SagaDefinition, SagaInput, StepState } from './saga.ts';

const retryOf = ({ attempts, firstMs, mostMs }: Patience): RetryOptions =>
  Object.assign(new RetryOptions(firstMs, attempts), { backoffCoefficient: 2, maxRetryIntervalInMilliseconds: mostMs });

type Tasks = Parameters<OrchestrationContext['df']['Task']['any']>[0];

const runtimeOf = ({ df }: OrchestrationContext): Runtime => ({
  now: () => df.currentUtcDateTime,
  call: (step, message, patience) => df.callActivityWithRetry(step, retryOf(patience), message),
  event: (name) => df.waitForExternalEvent(name),
  timer: (at) => df.createTimer(at),
  first: (pending) => df.Task.any([...pending] as Tasks),
  report: (steps) => df.setCustomStatus({ steps }),
});

/** A saga as Durable Functions plays it. */
export const orchestratorOf = (definition: SagaDefinition) =>
  function* (context: OrchestrationContext) {
    return yield* play(runtimeOf(context), definition, context.df.getInput<SagaInput>());
  };

const STATES: Readonly<Record<string, Instance['state']>> = {
  Completed: 'completed',
  Failed: 'failed',
  Terminated: 'terminated',
  Canceled: 'terminated',
};

const unavailable = (cause: unknown) =>
  new FleetError('upstream', 'sagas/unavailable', 'The runtime of the sagas did not answer.', {}, { cause });

const asked = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw unavailable(error);
  });

const isUnknown = (error: unknown) => error instanceof Error && /\bHTTP 404\b/.test(error.message);

const find = async (client: DurableClient, instance: string): Promise<Instance | undefined> => {
  try {
    const { runtimeStatus, customStatus, output } = await client.getStatus(instance);
    const state = STATES[runtimeStatus] ?? 'running';
    const { steps = [] } = (customStatus ?? {}) as { steps?: StepState[] };
    return { state, steps, ...(state === 'completed' && { outcome: output as Outcome }) };
  } catch (error) {
    // The client has no other way to say so.
    if (isUnknown(error)) return undefined;
    throw unavailable(error);
  }
};

/** Sagas on Durable Functions. @param context an invocation whose function has the durable client among its inputs. */
export const durableEngine = (context: InvocationContext): SagaEngine => {
  const client = getClient(context);
  return {
    async start(saga, input) {
      // Starting an id that has ended would run it anew.
      if (await find(client, input.instance)) return;
      try {
        await client.startNew(saga, { instanceId: input.instance, input });
      } catch (error) {
        if (!(await find(client, input.instance))) throw unavailable(error);
      }
    },
    find: (instance) => find(client, instance),
    // The client puts the reason into an address as it is.
    terminate: (instance, reason) => asked(client.terminate(instance, encodeURIComponent(reason))),
    raise: (instance, event) => asked(client.raiseEvent(instance, event, null)),
    async forget(until) {
      // What has failed stays: that it has, only the runtime knows until somebody looks.
      const runtimeStatus = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated];
      const everything = { createdTimeFrom: new Date(0), createdTimeTo: until };
      await asked(client.purgeInstanceHistoryBy({ ...everything, runtimeStatus }));
    },
  };
};
