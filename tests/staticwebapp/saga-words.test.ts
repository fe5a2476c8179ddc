import { areas } from '../../functions/index.ts';
import { retryMeans, sagaName, shownStepState, stepName, whoOf } from '../../staticwebapp/src/lib/ops/saga-words.ts';
import type { Saga } from '../../staticwebapp/src/lib/ops/sagas.ts';

const triggers = areas.flatMap((area) => Object.values(area.triggers));
const card = (state: Saga['state']): Saga => ({
  id: 'sag_1',
  saga: 'assignments-hand-over',
  subject: 'veh_1',
  state,
  startedAt: '2026-03-02T08:00:00.000Z',
  startedBy: 'user:mia@acme.example',
});
const plain = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

describe('what a page calls it', () => {
  it('has words of its own for every saga and step there is', () => {
    for (const trigger of triggers) {
      if (trigger.kind === 'saga') expect(sagaName(trigger.saga.name)).not.toBe(plain(trigger.saga.name));
      // The last step of every saga is about the saga itself, and not shown.
      if (trigger.kind === 'step' && !trigger.name.startsWith('ops-'))
        expect(stepName(trigger.name)).not.toBe(plain(trigger.name));
    }
  });

  it('makes do with the name of what is newer than the page', () =>
    expect(stepName('fuel-reserve-card')).toBe('Fuel reserve card'));

  it('shows a person without the kind of caller', () =>
    expect(whoOf('user:mia@acme.example')).toBe('mia@acme.example'));
});

describe('what can be retried', () => {
  it.each(['stuck', 'undone', 'failed', 'terminated'] as const)('%s', (state) =>
    expect(retryMeans(card(state))).toBeDefined(),
  );
  it.each(['running', 'completed'] as const)('not what is %s', (state) =>
    expect(retryMeans(card(state))).toBeUndefined(),
  );
  it('not what was retried already', () =>
    expect(retryMeans({ ...card('undone'), retriedAs: 'sag_2' })).toBeUndefined());
});

it('says of a step that was under way when its saga was stopped that nobody knows', () => {
  const step = { step: 'devices-move', state: 'running', at: '2026-03-02T08:00:00.000Z' } as const;
  expect(shownStepState(step, card('running'))).toBe('running');
  expect(shownStepState(step, card('terminated'))).toBe('interrupted');
  expect(shownStepState({ ...step, state: 'done' }, card('terminated'))).toBe('done');
});
