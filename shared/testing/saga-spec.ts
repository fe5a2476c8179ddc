import { FleetError } from '../kernel/errors.ts';
import type { Outcome, SagaDefinition, SagaInput, StepAnswer } from '../sagas/saga.ts';
import { problemOf } from '../sagas/steps.ts';
import { memorySagas } from './memory-sagas.ts';

/** What each step answers; a `FleetError` is its refusal, any other error a failure that does not pass. Steps that are not named do as they are told. */
export type Script = Readonly<Record<string, unknown>>;

const START = Date.parse('2026-03-02T08:00:00.000Z');
const ID = 'sag_spec';
const INSTANCE = `ten_acme~${ID}`;

const answerOf = (scripted: unknown): StepAnswer => {
  if (scripted instanceof FleetError) return { refused: problemOf(scripted) };
  if (scripted instanceof Error) throw scripted;
  return { done: scripted };
};

/** How a scripted saga went. */
export interface Played {
  /** The steps it asked for, in order, each once however often it was tried. The last one, which records the outcome, is left out. */
  readonly took: readonly string[];
  readonly states: readonly string[];
  readonly outcome: Outcome | undefined;
  /** Milliseconds from start to end. */
  readonly lasted: number;
}

/**
 * A saga as a script and the list of steps taken. It is played from its beginning at every turn, so one that is not deterministic fails.
 *
 * @example
 * const { given } = specOfSaga(roadsideRepair, { vehicleId });
 * it('frees the bay when there is no part', () =>
 *   given({ 'parts-order': conflict('parts/none', 'None left.') })
 *     .thenTakes('garage-reserve', 'parts-order', 'parts-cancel', 'garage-release'));
 */
export const specOfSaga = <Request>(saga: SagaDefinition<Request>, request: Request) => ({
  given: (script: Script = {}, ...events: readonly string[]) => {
    const play = async (again?: SagaInput['again']): Promise<Played> => {
      let now = START;
      const sagas = memorySagas({
        sagas: [saga as SagaDefinition],
        perform: async (step) => answerOf(script[step]),
        clock: () => new Date(now),
        advance: (milliseconds) => {
          now += milliseconds;
        },
      });
      const errand = { tenantId: 'ten_acme', key: ID, actor: 'user:mia@acme.example', correlationId: 'c-1' };
      await sagas.start(saga.name, { ...errand, sagaId: ID, instance: INSTANCE, request, ...(again && { again }) });
      for (const event of events) await sagas.raise(INSTANCE, event);
      await sagas.run();
      const instance = await sagas.find(INSTANCE);
      return {
        took: sagas.took.slice(0, instance?.outcome ? -1 : undefined),
        states: (instance?.steps ?? []).map(({ step, state }) => `${step} ${state}`),
        outcome: instance?.outcome,
        lasted: now - START,
      };
    };
    return {
      play,
      thenTakes: async (...steps: readonly string[]) => expect((await play()).took).toEqual(steps),
      thenEnds: async (outcome: Partial<Outcome>) => expect((await play()).outcome).toMatchObject(outcome),
    };
  },
});
