import type { Saga, SagaStep } from './sagas.ts';

const SAGAS: Readonly<Record<string, string>> = { 'assignments-hand-over': 'Vehicle hand-over' };

const STEPS: Readonly<Record<string, string>> = {
  'assignments-close': 'End the present assignment',
  'assignments-reopen': 'Restore the former assignment',
  'assignments-open': 'Assign the new driver',
  'assignments-call-off': 'Withdraw the new assignment',
  'devices-move': 'Move the device to the vehicle',
  'devices-move-back': 'Move the device back',
  'devices-replace-key': "Replace the device's key",
  'devices-restore-key': 'Restore the former key',
  'notifications-tell': 'Tell both drivers',
  'notifications-untell': 'Tell both drivers it was called off',
};

/** @example plain('fuel-reserve-card') // 'Fuel reserve card' */
const plain = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const sagaName = (saga: string): string => SAGAS[saga] ?? plain(saga);
export const stepName = (step: string): string => STEPS[step] ?? plain(step);

export const SAGA_STATES: Readonly<Record<Saga['state'], { readonly label: string; readonly means: string }>> = {
  running: { label: 'Running', means: 'It is under way.' },
  completed: { label: 'Completed', means: 'Everything was done.' },
  undone: { label: 'Undone', means: 'A step could not be done. Everything is as it was before.' },
  stuck: {
    label: 'Stuck',
    means: 'A step could not be done, and not everything could be undone. Somebody has to look.',
  },
  failed: { label: 'Failed', means: 'It stopped unexpectedly. What was done so far still holds.' },
  terminated: { label: 'Terminated', means: 'Somebody stopped it. What was done so far still holds.' },
};

/** A step that was under way when its saga was stopped: nobody knows whether it took effect. */
export type ShownStepState = SagaStep['state'] | 'interrupted';

export const shownStepState = (step: SagaStep, saga: Pick<Saga, 'state'>): ShownStepState =>
  saga.state !== 'running' && (step.state === 'running' || step.state === 'undoing') ? 'interrupted' : step.state;

export const STEP_STATES: Readonly<Record<ShownStepState, string>> = {
  running: 'Under way',
  interrupted: 'Interrupted',
  done: 'Done',
  refused: 'Refused',
  failed: 'Failed',
  undoing: 'Under way',
  undone: 'Done',
  stuck: 'Stuck',
};

/** What a retry would do, undefined when there is nothing to retry. */
export const retryMeans = ({ state, retriedAs }: Saga): string | undefined => {
  if (retriedAs) return undefined;
  switch (state) {
    case 'stuck':
      return 'The steps that could not be undone are undone once more. Nothing else happens.';
    case 'undone':
      return 'The same is tried again from the beginning.';
    case 'failed':
    case 'terminated':
      return 'It goes on where it stopped. What was done stays done.';
    default:
      return undefined;
  }
};

/** 'dispatcher@rhine.example' for `user:dispatcher@rhine.example`. */
export const whoOf = (actor: string): string => actor.slice(actor.indexOf(':') + 1);
