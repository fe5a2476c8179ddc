import { conflict, FleetError } from '../../../shared/kernel/errors.ts';
import { stepNamed } from '../../../shared/kernel/step.ts';
import type { Saga, SagaContext, SagaDefinition } from '../../../shared/sagas/saga.ts';
import { arrivesBefore, compensating, perform } from '../../../shared/sagas/steps.ts';
import { specOfSaga } from '../../../shared/testing/saga-spec.ts';

interface Repair {
  readonly vehicleId: string;
}

const reserveBay = stepNamed<Repair, { garageId: string }>('garage-reserve');
const releaseBay = stepNamed<Repair>('garage-release');
const orderPart = stepNamed<Repair>('parts-order');
const cancelPart = stepNamed<Repair>('parts-cancel');
const bookSlot = stepNamed<Repair & { garageId: string }>('garage-book');

/** Bay, part, slot; or none of them. */
const repair: SagaDefinition<Repair, { garageId: string }> = {
  name: 'garage-repair',
  *run(context: SagaContext<Repair>): Saga<{ garageId: string }> {
    const { request } = context.input;
    return yield* compensating(context, function* (undo) {
      undo(releaseBay, request);
      const { garageId } = yield* perform(context, reserveBay, request);
      undo(cancelPart, request);
      yield* perform(context, orderPart, request);
      const deadline = new Date(context.runtime.now().getTime() + 3 * 86_400_000);
      if (!(yield* arrivesBefore(context, 'PartArrived', deadline)))
        throw conflict('repair/part-late', 'The part did not arrive within three days.');
      yield* perform(context, bookSlot, { ...request, garageId });
      return { garageId };
    });
  },
};

const reserved = { 'garage-reserve': { garageId: 'gar_7' } };
const { given } = specOfSaga(repair, { vehicleId: 'veh_7' });

describe('a saga', () => {
  it('takes its steps in order and ends with a result', async () => {
    const { took, outcome, states } = await given(reserved, 'PartArrived').play();
    expect(took).toEqual(['garage-reserve', 'parts-order', 'garage-book']);
    expect(outcome).toEqual({ state: 'completed', result: { garageId: 'gar_7' } });
    expect(states).toEqual(['garage-reserve done', 'parts-order done', 'garage-book done']);
  });

  it('undoes what it has done, newest first, when something is late', async () => {
    const { took, outcome, lasted } = await given(reserved).play();
    expect(took).toEqual(['garage-reserve', 'parts-order', 'parts-cancel', 'garage-release']);
    expect(outcome).toEqual({
      state: 'undone',
      problem: { kind: 'conflict', code: 'repair/part-late', message: 'The part did not arrive within three days.' },
    });
    expect(lasted).toBe(3 * 86_400_000);
  });

  it('undoes even the step that failed: half of it may have happened', () =>
    given({ 'garage-reserve': new Error('timeout') }).thenTakes('garage-reserve', 'garage-release'));

  it('takes a refusal as an answer: it is not asked again', async () => {
    const refusal = conflict('garage/full', 'The garage is full.');
    const { took, outcome, states, lasted } = await given({ 'garage-reserve': refusal }).play();
    expect(took).toEqual(['garage-reserve', 'garage-release']);
    expect(outcome).toMatchObject({ state: 'undone', problem: { code: 'garage/full' } });
    expect(states).toEqual(['garage-reserve refused', 'garage-release undone']);
    expect(lasted).toBe(0);
  });

  it('tries a failing step for half a minute, and says nothing of its insides', async () => {
    const { outcome, states, lasted } = await given({
      ...reserved,
      'parts-order': new Error('secret host down'),
    }).play();
    expect(lasted).toBe(31_000);
    expect(states).toContain('parts-order failed');
    expect(outcome).toMatchObject({ state: 'undone', problem: { kind: 'upstream', code: 'saga/step-failed' } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('goes on undoing when one undo is stuck, and says which', async () => {
    const script = {
      ...reserved,
      'parts-order': conflict('parts/none', 'None left.'),
      'parts-cancel': new Error('down'),
    };
    const { took, outcome, states } = await given(script).play();
    expect(took).toEqual(['garage-reserve', 'parts-order', 'parts-cancel', 'garage-release']);
    expect(states.slice(2)).toEqual(['parts-cancel stuck', 'garage-release undone']);
    expect(outcome).toEqual({
      state: 'stuck',
      problem: { kind: 'conflict', code: 'parts/none', message: 'None left.' },
      stuck: [
        { step: 'parts-cancel', input: { vehicleId: 'veh_7' }, problem: expect.objectContaining({ kind: 'upstream' }) },
      ],
    });
  });

  it('is stuck with an undo that is refused', () =>
    given({ 'garage-reserve': new Error('down'), 'garage-release': conflict('garage/closed', 'Closed.') }).thenEnds({
      state: 'stuck',
    }));

  it('runs nothing but the undos it was stuck with when these are retried', async () => {
    const problem = { kind: 'conflict', code: 'parts/none', message: 'None left.' } as const;
    const undos = [{ step: 'parts-cancel', input: { vehicleId: 'veh_7' } }];
    const { took, outcome } = await given().play({ undos, problem });
    expect(took).toEqual(['parts-cancel']);
    expect(outcome).toEqual({ state: 'undone', problem });
  });

  it('ends with an outcome even when its own code is wrong', async () => {
    const wrong: SagaDefinition<Repair> = {
      name: 'garage-wrong',
      run: (context) =>
        compensating(context, function* (undo) {
          undo(releaseBay, context.input.request);
          const { garageId } = yield* perform(context, reserveBay, context.input.request);
          return garageId.length;
        }),
    };
    const { took, outcome } = await specOfSaga(wrong, { vehicleId: 'veh_7' }).given({ 'garage-reserve': null }).play();
    expect(took).toEqual(['garage-reserve', 'garage-release']);
    expect(outcome).toMatchObject({ state: 'undone', problem: { code: 'saga/unexpected' } });
  });
});

describe('the test kit', () => {
  it('finds a saga out that looks at the clock', async () => {
    let calls = 0;
    const restless: SagaDefinition<Repair> = {
      name: 'garage-restless',
      *run(context) {
        calls += 1;
        yield* perform(context, bookSlot, { vehicleId: `veh_${calls}`, garageId: 'gar_7' });
        return null;
      },
    };
    await expect(specOfSaga(restless, { vehicleId: 'veh_7' }).given().play()).rejects.toThrow('not deterministic');
  });

  it('refuses in the words of the step', async () => {
    const refusal = new FleetError('not-found', 'garage/unknown', 'There is no such garage.');
    const { outcome } = await given({ 'garage-reserve': refusal }).play();
    expect(outcome).toMatchObject({ problem: { kind: 'not-found', code: 'garage/unknown' } });
  });
});
