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
  data: { assignmentId: 'asg_1', driverId: 'drv_ann', since, operation: 'sag_1', reopenedAt: now },
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

describe('planning', () => {
  const later = '2026-03-09T06:00:00.000Z';
  const latest = '2026-03-13T18:00:00.000Z';
  const planned: AssignmentEvent = {
    type: 'AssignmentPlanned',
    data: { assignmentId: 'asg_3', driverId: 'drv_zoe', from: later, until: latest, plannedAt: now },
  };
  const plan = {
    type: 'Plan',
    data: { assignmentId: 'asg_3', driverId: 'drv_zoe', from: later, until: latest, now },
  } as const;
  const whileItHolds = '2026-03-10T06:00:00.000Z';
  const cancelled: AssignmentEvent = {
    type: 'AssignmentCancelled',
    data: { assignmentId: 'asg_3', cancelledAt: now },
  };

  it('keeps a vehicle for later', () => given().when(plan).thenRecords(planned));
  it('stays quiet when it is said again', () => given(planned).when(plan).thenNothing());
  it('refuses what begins by now', () =>
    given()
      .when({ type: 'Plan', data: { ...plan.data, from: now } })
      .thenRefuses('assignments/not-later'));
  it('refuses while somebody drives and nobody has said until when', () =>
    given(assigned).when(plan).thenRefuses('assignments/taken'));
  it('goes on behind somebody of whom that has been said', () =>
    given(assigned, { type: 'AssignmentEndSet', data: { assignmentId: 'asg_1', until: later, setAt: now } })
      .when(plan)
      .thenRecords(planned));
  it('refuses what overlaps another plan, and takes what begins where that ends', () => {
    const next = {
      ...plan.data,
      assignmentId: 'asg_4',
      from: '2026-03-13T17:59:59.999Z',
      until: '2026-03-20T00:00:00.000Z',
    };
    given(planned).when({ type: 'Plan', data: next }).thenRefuses('assignments/overlap');
    const { now: plannedAt, ...data } = { ...next, from: latest };
    given(planned)
      .when({ type: 'Plan', data: { ...data, now } })
      .thenRecords({ type: 'AssignmentPlanned', data: { ...data, plannedAt } });
  });
  it('lets somebody drive until it begins, not beyond', () => {
    const assign = { assignmentId: 'asg_1', driverId: 'ann', now: since };
    given(planned).when({ type: 'Assign', data: assign }).thenRefuses('assignments/overlap');
    given(planned)
      .when({ type: 'Assign', data: { ...assign, until: later } })
      .thenRecords({ type: 'DriverAssigned', data: { assignmentId: 'asg_1', driverId: 'ann', since, until: later } });
  });
  it('makes it hold by itself when its time comes, and be over when that is up', () => {
    const assign = (at: string) =>
      ({ type: 'Assign', data: { assignmentId: 'asg_1', driverId: 'ann', now: at } }) as const;
    given(planned).when(assign(whileItHolds)).thenRefuses('assignments/taken');
    given(planned)
      .when(assign(latest))
      .thenRecords({ type: 'DriverAssigned', data: { assignmentId: 'asg_1', driverId: 'ann', since: latest } });
  });
  it('can be cancelled until it begins, and ended from then on', () => {
    const cancel = { type: 'Cancel', data: { assignmentId: 'asg_3', now } } as const;
    const end = { type: 'End', data: { assignmentId: 'asg_3', operation: 'op_1', now } } as const;
    given(planned).when(cancel).thenRecords(cancelled);
    given(planned, cancelled).when(cancel).thenNothing();
    given(planned, cancelled).when(plan).thenNothing();
    given(planned)
      .when({ type: 'Cancel', data: { ...cancel.data, now: whileItHolds } })
      .thenRefuses('assignments/begun');
    given(planned).when(end).thenRefuses('assignments/not-begun');
    given(planned)
      .when({ type: 'End', data: { ...end.data, now: whileItHolds } })
      .thenRecords({
        type: 'AssignmentEnded',
        data: { assignmentId: 'asg_3', operation: 'op_1', endedAt: whileItHolds },
      });
    given().when(cancel).thenRefuses('assignments/not-found');
  });
  it('frees the time of what was cancelled', () =>
    given(planned, cancelled)
      .when({ type: 'Plan', data: { ...plan.data, assignmentId: 'asg_4' } })
      .thenRecords({ type: 'AssignmentPlanned', data: { ...planned.data, assignmentId: 'asg_4' } as never }));
  it('sets an end to come, and makes it no later', () => {
    const setEnd = (until: string) => ({ type: 'SetEnd', data: { assignmentId: 'asg_3', until, now } }) as const;
    given(planned)
      .when(setEnd(whileItHolds))
      .thenRecords({ type: 'AssignmentEndSet', data: { assignmentId: 'asg_3', until: whileItHolds, setAt: now } });
    given(planned).when(setEnd(latest)).thenNothing();
    given(planned).when(setEnd('2026-04-01T00:00:00.000Z')).thenRefuses('assignments/longer');
    given(planned).when(setEnd(later)).thenRefuses('assignments/not-later');
  });
  it('does not give a vehicle back that is planned for somebody else', () =>
    given(assigned, ended, planned)
      .when({ type: 'Reopen', data: { assignmentId: 'asg_1', operation: 'sag_1', now } })
      .thenRefuses('assignments/overlap'));
  it('is over with everything else once the vehicle is gone', () => {
    const clear = { type: 'Clear', data: { reason: 'vehicle-gone', operation: 'vehicle-gone', now } } as const;
    const both = [
      {
        type: 'AssignmentEnded',
        data: { assignmentId: 'asg_1', operation: 'vehicle-gone', endedAt: now, reason: 'vehicle-gone' },
      },
      { type: 'AssignmentCancelled', data: { assignmentId: 'asg_3', cancelledAt: now, reason: 'vehicle-gone' } },
    ] as const;
    const until: AssignmentEvent = {
      type: 'AssignmentEndSet',
      data: { assignmentId: 'asg_1', until: later, setAt: now },
    };
    given(assigned, until, planned)
      .when(clear)
      .thenRecords(...both);
    given(assigned, until, planned, ...both)
      .when(clear)
      .thenNothing();
  });
  it('is over for a driver who leaves, and for nobody else', () =>
    given({ ...byBob, data: { ...byBob.data, until: later } } as AssignmentEvent, planned)
      .when({ type: 'Clear', data: { driverId: 'drv_zoe', reason: 'driver-left', operation: 'driver-left', now } })
      .thenRecords({
        type: 'AssignmentCancelled',
        data: { assignmentId: 'asg_3', cancelledAt: now, reason: 'driver-left' },
      }));
});

describe('the view of assignments', () => {
  const view = viewOf(assignmentCards, assignmentStream('ten_acme', 'veh_7'));
  const OPEN = '9999-12-31T23:59:59.999Z';

  it('names the driver, also one who was named as a member', () =>
    view
      .given(assigned)
      .shows({ id: 'asg_1', vehicleId: 'veh_7', driverId: 'drv_ann', from: since, until: OPEN, cancelled: false }));
  it('shows when it was over', () => view.given(assigned, ended).shows({ until: now, cancelled: false }));
  it('shows what was called off as cancelled', () =>
    view.given(assigned, calledOff).shows({ cancelled: true, cancelledAt: now }));
  it('shows it going on, since when it began, once it was reopened', () =>
    view.given(assigned, ended, reopened).shows({ from: since, until: OPEN, cancelled: false }));
  it('is about the assignment that an event names, or about none', () => {
    expect(assignmentCards.partsOf?.(assigned)).toEqual(['asg_1']);
    expect(assignmentCards.partsOf?.(ruledOut)).toEqual([]);
  });
  it('knows nothing of what was called off before it came', () => view.given(calledOff).showsNothing());
  it('lets events of a later release pass', () =>
    view.given(assigned, { type: 'SomethingNobodyKnowsYet', data: { surprise: true } }).isLeftAsItWas());
});
