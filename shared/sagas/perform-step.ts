import { FleetError } from '../kernel/errors.ts';
import { continueTrace, inSpan } from '../observability/trace.ts';
import type { Services } from '../services.ts';
import type { StepAnswer, StepMessage } from './saga.ts';
import { problemOf } from './steps.ts';

/** What a step knows beside its input. */
export interface StepRun {
  readonly tenantId: string;
  /** What was done once under this key is not done again; what was taken back under it is not done any more. */
  readonly key: string;
  readonly actor: string;
  readonly correlationId: string;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** What a step does. It may run twice for one message, and after it was taken back. */
export type StepBody<In = never, Out = unknown> = (input: In, run: StepRun, services: Services) => Promise<Out>;

/** Only what may pass by itself is worth another attempt. */
const isRefusal = (error: unknown): error is FleetError =>
  error instanceof FleetError && error.kind !== 'upstream' && error.kind !== 'stale';

/** Does a step. @throws whatever may pass by itself; a refusal is answered. */
export const performStep = (
  name: string,
  body: StepBody,
  services: Services,
  { input, traceparent, ...errand }: StepMessage,
): Promise<StepAnswer> =>
  continueTrace(traceparent, () =>
    inSpan(`step ${name}`, { 'fleet.tenant': errand.tenantId, 'fleet.saga': errand.key }, async (span) => {
      try {
        const run: StepRun = { ...errand, now: services.clock().toISOString() };
        return { done: await body(input as never, run, services) };
      } catch (error) {
        if (isRefusal(error)) {
          span.setAttribute('fleet.refused', error.code);
          return { refused: problemOf(error) };
        }
        const { tenantId, correlationId, key: saga } = errand;
        services.log.error(`${name} failed`, { tenantId, correlationId, saga, error });
        throw error;
      }
    }),
  );
