import { stepNamed } from '../../shared/kernel/step.ts';
import type { StepBody, StepRun } from '../../shared/sagas/perform-step.ts';
import { endedBy } from './assignment.ts';
import { assignmentStateOf } from './assignment-state.ts';
import { type Assigning, assignDriver, changeAssignment } from './change.ts';
import { claimDriver } from './driver-claim.ts';

/** One assignment of one vehicle. */
export interface Held {
  readonly vehicleId: string;
  readonly driverId: string;
  readonly assignmentId: string;
}

export const closeAssignment = stepNamed<Held>('assignments-close');
export const reopenAssignment = stepNamed<Held>('assignments-reopen');
export const openAssignment = stepNamed<Assigning>('assignments-open');
export const callOffAssignment = stepNamed<Assigning>('assignments-call-off');

const causeOf = ({ now: at, actor, correlationId }: StepRun) => ({ at, actor, correlationId });

export const close: StepBody<Held, void> = async ({ vehicleId, assignmentId }, run, services) => {
  const command = { type: 'End', data: { assignmentId, operation: run.key, now: run.now } } as const;
  await changeAssignment(services, run.tenantId, vehicleId, command, causeOf(run));
};

export const reopen: StepBody<Held, void> = async ({ vehicleId, driverId, assignmentId }, run, services) => {
  const claim = { vehicleId, assignmentId };
  // What this saga has not ended is not its to reopen, and its driver may have another vehicle by now.
  const claimed =
    endedBy(await assignmentStateOf(services, run.tenantId, vehicleId), assignmentId, run.key) !== undefined;
  if (claimed) await claimDriver(services, run.tenantId, driverId, { ...claim, reopens: true });
  const command = { type: 'Reopen', data: { assignmentId, operation: run.key, claimed, now: run.now } } as const;
  await changeAssignment(services, run.tenantId, vehicleId, command, causeOf(run));
  if (claimed) await claimDriver(services, run.tenantId, driverId, { ...claim, reopens: false });
};

export const open: StepBody<Assigning, void> = async (assigning, run, services) => {
  await assignDriver(services, run.tenantId, assigning, causeOf(run));
};

export const callOff: StepBody<Assigning, void> = async ({ vehicleId, assignmentId }, run, services) => {
  const command = { type: 'CallOff', data: { assignmentId, now: run.now } } as const;
  await changeAssignment(services, run.tenantId, vehicleId, command, causeOf(run));
};
