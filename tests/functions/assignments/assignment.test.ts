import { type AssignmentEvent, assignment, assignmentStream } from '../../../functions/assignments/assignment.ts';
import { assignmentCards } from '../../../functions/assignments/assignment-cards.ts';
import { specOf } from '../../../shared/testing/decider-spec.ts';
import { viewOf } from '../../../shared/testing/projection-spec.ts';

const now = '2026-03-02T08:00:00.000Z';
const since = '2026-03-01T06:00:00.000Z';

const assigned: AssignmentEvent = {
  type: 'DriverAssigned',
  data: { assignmentId: 'asg_1', driverId: 'ann', since },
};
const ended: AssignmentEvent = {
  type: 'AssignmentEnded',
  data: { assignmentId: 'asg_1', operation: 'sag_1', endedAt: now },
};
const reopened: AssignmentEvent = {
  type: 'AssignmentReopened',
  data: { assignmentId: 'asg_1', driverId: 'ann', since, operation: 'sag_1', reopenedAt: now },
};
const ruledOut: AssignmentEvent = {
  type: 'AssignmentEndingRuledOut',
  data: { operation: 'sag_1', ruledOutAt: now },
};
const calledOff: AssignmentEvent = {
  type: 'AssignmentCalledOff',
  data: { assignmentId: 'asg_1', calledOffAt: now },
};
const byBob: AssignmentEvent = { type: 'DriverAssigned', data: { assignmentId: 'asg_2', driverId: 'bob', since: now } };

const { given } = specOf(assignment);

describe('assigning a driver', () => {
  const assign = { type: 'Assign', data: { assignmentId: 'asg_1', driverId: 'ann', now: since } } as const;

  it('gives the vehicle to whoever comes first', () => given().when(assign).thenRecords(assigned));
  it('stays quiet when it is said again', () => given(assigned).when(assign).thenNothing());
  it('refuses when it is said again after the assignment has ended: it does not hold any more', () =>
    given(assigned, ended).when(assign).thenRefuses('assignments/changed'));
  it('refuses a second driver', () => given(byBob).when(assign).thenRefuses('assignments/taken'));
  it('refuses what was called off before it came', () =>
    given(calledOff).when(assign).thenRefuses('assignments/called-off'));
  it('takes the next driver once the one before has left', () =>
    given(assigned, ended)
      .when({ type: 'Assign', data: { assignmentId: 'asg_2', driverId: 'bob', now } })
      .thenRecords(byBob));
});

describe('ending an assignment', () => {
  const end = { type: 'End', data: { assignmentId: 'asg_1', operation: 'sag_1', now } } as const;

  it('leaves the vehicle to nobody', () => given(assigned).when(end).thenRecords(ended));
  it('stays quiet when the same operation ends it again', () => given(assigned, ended).when(end).thenNothing());
  it('refuses when somebody else has ended it', () =>
    given(assigned, ended)
      .when({ type: 'End', data: { ...end.data, operation: 'sag_2' } })
      .thenRefuses('assignments/changed'));
  it('refuses when somebody else drives by now', () =>
    given(assigned, ended, byBob)
      .when({ type: 'End', data: { ...end.data, operation: 'sag_2' } })
      .thenRefuses('assignments/changed'));
  it('refuses an operation that was taken back before it came', () =>
    given(assigned, ruledOut).when(end).thenRefuses('assignments/called-off'));
  it('refuses an operation that was taken back after it came', () =>
    given(assigned, ended, reopened).when(end).thenRefuses('assignments/called-off'));
});

describe('taking an ending back', () => {
  const reopen = { type: 'Reopen', data: { assignmentId: 'asg_1', operation: 'sag_1', now } } as const;

  it('gives the vehicle back as if nothing had been', () => given(assigned, ended).when(reopen).thenRecords(reopened));
  it('stays quiet when it is said again', () => given(assigned, ended, reopened).when(reopen).thenNothing());
  it('rules the ending out when it has not come yet', () => given(assigned).when(reopen).thenRecords(ruledOut));
  it('leaves an ending alone that somebody else decided', () =>
    given(assigned, { ...ended, data: { ...ended.data, operation: 'op_9' } })
      .when(reopen)
      .thenRecords(ruledOut));
  it('is stuck when somebody else drives by now', () =>
    given(assigned, ended, byBob).when(reopen).thenRefuses('assignments/taken'));
});

describe('calling an assignment off', () => {
  const callOff = { type: 'CallOff', data: { assignmentId: 'asg_1', now } } as const;

  it('makes it as if it had never been', () => given(assigned).when(callOff).thenRecords(calledOff));
  it('keeps it from coming later', () => given().when(callOff).thenRecords(calledOff));
  it('stays quiet when it is said again', () => given(assigned, calledOff).when(callOff).thenNothing());
  it('leaves alone what somebody has ended since', () => given(assigned, ended).when(callOff).thenNothing());
});

describe('the view of who drives what', () => {
  const view = viewOf(assignmentCards, assignmentStream('ten_acme', 'veh_7'));

  it('shows the driver', () =>
    view.given(assigned).shows({ vehicleId: 'veh_7', driven: true, driverId: 'ann', assignmentId: 'asg_1', since }));
  it('shows nobody once it is over', () => {
    view.given(assigned, ended).shows({ vehicleId: 'veh_7', driven: false });
    view.given(assigned, calledOff).shows({ vehicleId: 'veh_7', driven: false });
  });
  it('shows the driver again, since when they had it first', () =>
    view.given(assigned, ended, reopened).shows({ driverId: 'ann', since }));
  it('leaves the driver alone when another assignment is called off', () =>
    view.given(assigned, { ...calledOff, data: { ...calledOff.data, assignmentId: 'asg_9' } }).isLeftAsItWas());
  it('leaves the driver alone when nothing was reopened', () => view.given(assigned, ruledOut).isLeftAsItWas());
  it('lets events of a later release pass', () =>
    view.given(assigned, { type: 'SomethingNobodyKnowsYet', data: { surprise: true } }).isLeftAsItWas());
});
