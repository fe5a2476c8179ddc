import { stepNamed } from '../../shared/kernel/step.ts';
import type { StepBody, StepRun } from '../../shared/sagas/perform-step.ts';
import { asDriverId } from '../drivers/contract.ts';
import { endedBy, openTerms } from './assignment.ts';
import { assignmentStateOf } from './assignment-state.ts';
import { type Assigning, assignDriver, changeAssignment } from './change.ts';
import { clearIfGone } from './clear.ts';
import { claimDriver } from './driver-claim.ts';
import { overlap } from './term.ts';

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
  const { state, version } = await assignmentStateOf(services, run.tenantId, vehicleId);
  const ended = endedBy(state, assignmentId, run.key);
  const period = { from: run.now, ...(ended?.until !== undefined && { until: ended.until }) };
  // A driver who does not get the vehicle back may have another one by now.
  const isTheirs = ended !== undefined && !openTerms(state, run.now).some(([, term]) => overlap(term, period));
  const claim = (reopens: boolean) =>
    claimDriver(services, run.tenantId, asDriverId(driverId), { vehicleId, assignmentId, reopens, ...period });
  if (isTheirs) await claim(true);
  const command = { type: 'Reopen', data: { assignmentId, operation: run.key, now: run.now } } as const;
  // On this version only: a straggler that ends the assignment meanwhile would have it reopened without a claim.
  await changeAssignment(services, run.tenantId, vehicleId, command, { ...causeOf(run), expected: version });
  if (!isTheirs) return;
  await claim(false);
  // What follows from a vehicle that is retired, or a driver who leaves, has found nothing to end meanwhile.
  await clearIfGone(services, run.tenantId, { vehicleId, driverId: asDriverId(driverId) }, causeOf(run));
};

export const open: StepBody<Assigning, void> = async ({ driverId, ...assigning }, run, services) => {
  const asked = { ...assigning, driverId: asDriverId(driverId) };
  await assignDriver(services, { tenantId: run.tenantId }, asked, causeOf(run));
};

export const callOff: StepBody<Assigning, void> = async ({ vehicleId, assignmentId }, run, services) => {
  const command = { type: 'CallOff', data: { assignmentId, now: run.now } } as const;
  await changeAssignment(services, run.tenantId, vehicleId, command, causeOf(run));
};
