import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { asDriverId } from '../drivers/contract.ts';
import { hasBegun, holds, isPast, overlap, type Period, type Term } from './term.ts';

// Commands. Drivers are named by their ids: events last for ever, names and addresses must not.

type Assign = Message<'Assign', { assignmentId: string; driverId: string; until?: string; now: string }>;
type Plan = Message<'Plan', { assignmentId: string; driverId: string; from: string; until?: string; now: string }>;
/** `operation` names what ends it: only that can reopen it. */
type End = Message<'End', { assignmentId: string; operation: string; now: string }>;
/** Ends it later, by itself. */
type SetEnd = Message<'SetEnd', { assignmentId: string; until: string; now: string }>;
type Cancel = Message<'Cancel', { assignmentId: string; now: string }>;
type CallOff = Message<'CallOff', { assignmentId: string; now: string }>;
type Reopen = Message<'Reopen', { assignmentId: string; operation: string; now: string }>;
/** Nothing of it goes on, of this driver or of anybody: the vehicle or the driver is gone for good. */
type Clear = Message<'Clear', { driverId?: string; reason: Reason; operation: string; now: string }>;

export type AssignmentCommand = Assign | Plan | End | SetEnd | Cancel | CallOff | Reopen | Clear;

export const REASONS = ['vehicle-gone', 'driver-left'] as const;
export type Reason = (typeof REASONS)[number];

// Events. Until there were driver records, `driverId` was the id of a member.

type Assigned = Message<'DriverAssigned', { assignmentId: string; driverId: string; since: string; until?: string }>;
type Planned = Message<
  'AssignmentPlanned',
  { assignmentId: string; driverId: string; from: string; until?: string; plannedAt: string }
>;
type Ended = Message<'AssignmentEnded', { assignmentId: string; operation: string; endedAt: string; reason?: Reason }>;
type EndSet = Message<'AssignmentEndSet', { assignmentId: string; until: string; setAt: string }>;
/** Before it began. */
type Cancelled = Message<'AssignmentCancelled', { assignmentId: string; cancelledAt: string; reason?: Reason }>;
/** As if it had never been; also said of one that never was, so that it cannot begin any more. */
type CalledOff = Message<'AssignmentCalledOff', { assignmentId: string; calledOffAt: string }>;
type Reopened = Message<
  'AssignmentReopened',
  {
    assignmentId: string;
    driverId: string;
    since: string;
    until?: string;
    operation: string;
    reopenedAt: string;
  }
>;
/** There was nothing to reopen, and this operation cannot end anything any more. */
type EndingRuledOut = Message<'AssignmentEndingRuledOut', { operation: string; ruledOutAt: string }>;

export type AssignmentEvent = Assigned | Planned | Ended | EndSet | Cancelled | CalledOff | Reopened | EndingRuledOut;

// State

export interface Assignment {
  readonly terms: Readonly<Record<string, Term | 'called-off'>>;
  /** Operations that must not end anything any more. */
  readonly ruledOut: readonly string[];
}

const termOf = ({ terms }: Assignment, assignmentId: string): Term | undefined => {
  const term = terms[assignmentId];
  return typeof term === 'object' ? term : undefined;
};

/** The terms that hold or will, by their assignments' ids, the first to begin first. */
export const openTerms = ({ terms }: Assignment, now: string): readonly (readonly [string, Term])[] =>
  Object.entries(terms)
    .flatMap(([id, term]) => (typeof term === 'object' && !isPast(term, now) ? [[id, term] as const] : []))
    .sort(([, one], [, other]) => (one.from < other.from ? -1 : 1));

/** Whether this assignment was and is no more, for whatever reason. */
export const isOver = ({ terms }: Assignment, assignmentId: string, now: string): boolean => {
  const term = terms[assignmentId];
  return term === 'called-off' || (term !== undefined && isPast(term, now));
};

/** The term of an assignment, if this operation has ended it: it is what a reopening would bring back. */
export const endedBy = (state: Assignment, assignmentId: string, operation: string): Term | undefined => {
  const term = termOf(state, assignmentId);
  return term?.endedBy === operation ? term : undefined;
};

const withTerm = (state: Assignment, assignmentId: string, term: Term | 'called-off'): Assignment => ({
  ...state,
  terms: { ...state.terms, [assignmentId]: term },
});

const changed = (state: Assignment, assignmentId: string, change: Partial<Term>): Assignment => {
  const term = termOf(state, assignmentId);
  return withTerm(state, assignmentId, term ? { ...term, ...change } : 'called-off');
};

const begun = ({ driverId, since: from, until }: { driverId: string; since: string; until?: string }): Term => ({
  ...{ driverId: asDriverId(driverId), from, planned: false },
  ...(until !== undefined && { until }),
});

const evolve = (state: Assignment, { type, data }: AssignmentEvent): Assignment => {
  switch (type) {
    case 'DriverAssigned':
      return withTerm(state, data.assignmentId, begun(data));
    case 'AssignmentPlanned': {
      const { assignmentId, plannedAt: _, ...term } = data;
      return withTerm(state, assignmentId, { ...term, planned: true });
    }
    case 'AssignmentEnded':
      return changed(state, data.assignmentId, { endedBy: data.operation });
    case 'AssignmentEndSet':
      return changed(state, data.assignmentId, { until: data.until });
    case 'AssignmentCancelled':
      return changed(state, data.assignmentId, { cancelled: true });
    case 'AssignmentCalledOff':
      return withTerm(state, data.assignmentId, 'called-off');
    case 'AssignmentReopened': {
      const ruledOut = [...state.ruledOut, data.operation];
      return { ...withTerm(state, data.assignmentId, begun(data)), ruledOut };
    }
    case 'AssignmentEndingRuledOut':
      return { ...state, ruledOut: [...state.ruledOut, data.operation] };
    default:
      return unreachable(type);
  }
};

// Rules

const MAX_PLANNED = 90;

const calledOff = () => conflict('assignments/called-off', 'This has been called off.');
const noLonger = () => conflict('assignments/changed', 'This driver does not drive the vehicle any more.');
const unknown = () => notFound('assignments/not-found', 'There is no such assignment.');
const taken = () => conflict('assignments/taken', 'Somebody else drives this vehicle by now.');

/** @throws FleetError `conflict` when something else holds or is planned in this period. */
const requireFree = (state: Assignment, assignmentId: string, period: Period, now: string): void => {
  for (const [id, term] of openTerms(state, now)) {
    if (id === assignmentId || !overlap(term, period)) continue;
    if (holds(term, now)) throw taken();
    throw conflict('assignments/overlap', 'Another assignment of this vehicle is planned for that time.', {
      assignmentId: id,
      from: term.from,
      ...(term.until !== undefined && { until: term.until }),
    });
  }
};

const assign = ({ assignmentId, driverId, until, now }: Assign['data'], state: Assignment): AssignmentEvent[] => {
  const term = state.terms[assignmentId];
  if (term === 'called-off') throw calledOff();
  if (term && holds(term, now)) return [];
  // What was ended since must not pass for done: a saga would go on and tell a driver that the vehicle is theirs.
  if (term) throw noLonger();
  const period = { from: now, ...(until !== undefined && { until }) };
  requireFree(state, assignmentId, period, now);
  const { from: since, ...end } = period;
  return [{ type: 'DriverAssigned', data: { assignmentId, driverId, since, ...end } }];
};

const plan = ({ now, ...planned }: Plan['data'], state: Assignment): AssignmentEvent[] => {
  if (state.terms[planned.assignmentId]) return [];
  if (planned.from <= now) throw conflict('assignments/not-later', 'What is planned begins later than now.');
  requireFree(state, planned.assignmentId, planned, now);
  if (openTerms(state, now).length >= MAX_PLANNED)
    throw conflict('assignments/too-many-planned', `A vehicle has ${MAX_PLANNED} assignments ahead at most.`);
  return [{ type: 'AssignmentPlanned', data: { ...planned, plannedAt: now } }];
};

const end = ({ assignmentId, operation, now }: End['data'], state: Assignment): AssignmentEvent[] => {
  if (endedBy(state, assignmentId, operation)) return [];
  if (state.ruledOut.includes(operation)) throw calledOff();
  const term = termOf(state, assignmentId);
  if (!term || isPast(term, now)) throw noLonger();
  if (!hasBegun(term, now))
    throw conflict('assignments/not-begun', 'This assignment has not begun; cancel it instead.');
  return [{ type: 'AssignmentEnded', data: { assignmentId, operation, endedAt: now } }];
};

const setEnd = ({ assignmentId, until, now }: SetEnd['data'], state: Assignment): AssignmentEvent[] => {
  const term = termOf(state, assignmentId);
  if (!term) throw unknown();
  if (isPast(term, now)) throw noLonger();
  if (term.until === until) return [];
  if (until <= now || until <= term.from)
    throw conflict('assignments/not-later', 'An assignment ends later than it begins, and later than now.');
  // The driver is taken for no longer than they were claimed for.
  if (term.until !== undefined && term.until < until)
    throw conflict('assignments/longer', 'An assignment can be made shorter only; plan another behind it.');
  return [{ type: 'AssignmentEndSet', data: { assignmentId, until, setAt: now } }];
};

const cancel = ({ assignmentId, now }: Cancel['data'], state: Assignment): AssignmentEvent[] => {
  const term = state.terms[assignmentId];
  if (!term) throw unknown();
  if (term === 'called-off' || term.cancelled) return [];
  if (hasBegun(term, now)) throw conflict('assignments/begun', 'This assignment has begun; end it instead.');
  return [{ type: 'AssignmentCancelled', data: { assignmentId, cancelledAt: now } }];
};

// What somebody has ended since needs no calling off.
const callOff = ({ assignmentId, now }: CallOff['data'], state: Assignment): AssignmentEvent[] =>
  isOver(state, assignmentId, now) ? [] : [{ type: 'AssignmentCalledOff', data: { assignmentId, calledOffAt: now } }];

const reopen = ({ assignmentId, operation, now }: Reopen['data'], state: Assignment): AssignmentEvent[] => {
  if (state.ruledOut.includes(operation)) return [];
  const term = endedBy(state, assignmentId, operation);
  if (!term) return [{ type: 'AssignmentEndingRuledOut', data: { operation, ruledOutAt: now } }];
  const { driverId, from: since, until } = term;
  const rest = until !== undefined && { until };
  requireFree(state, assignmentId, { from: now, ...rest }, now);
  return [{ type: 'AssignmentReopened', data: { assignmentId, driverId, since, ...rest, operation, reopenedAt: now } }];
};

const clear = ({ driverId, reason, operation, now }: Clear['data'], state: Assignment): AssignmentEvent[] =>
  openTerms(state, now).flatMap(([assignmentId, term]): AssignmentEvent[] => {
    if (driverId !== undefined && term.driverId !== driverId) return [];
    return hasBegun(term, now)
      ? [{ type: 'AssignmentEnded', data: { assignmentId, operation, endedAt: now, reason } }]
      : [{ type: 'AssignmentCancelled', data: { assignmentId, cancelledAt: now, reason } }];
  });

/** Who drives one vehicle, and who will: one driver at a time. */
export const assignment: Decider<Assignment, AssignmentCommand, AssignmentEvent> = {
  initial: { terms: {}, ruledOut: [] },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Assign':
        return assign(command.data, state);
      case 'Plan':
        return plan(command.data, state);
      case 'End':
        return end(command.data, state);
      case 'SetEnd':
        return setEnd(command.data, state);
      case 'Cancel':
        return cancel(command.data, state);
      case 'CallOff':
        return callOff(command.data, state);
      case 'Reopen':
        return reopen(command.data, state);
      case 'Clear':
        return clear(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const assignmentStream = (tenantId: string, vehicleId: string) => ({
  tenantId,
  streamId: `assignment-${vehicleId}`,
});
