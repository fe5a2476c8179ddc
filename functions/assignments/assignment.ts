import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, unreachable } from '../../shared/kernel/errors.ts';

// Commands. Drivers are named by their member id: events last for ever, addresses must not.

type Assign = Message<'Assign', { assignmentId: string; driverId: string; now: string }>;
/** `operation` names what ends it: only that can reopen it. */
type End = Message<'End', { assignmentId: string; operation: string; now: string }>;
type CallOff = Message<'CallOff', { assignmentId: string; now: string }>;
type Reopen = Message<'Reopen', { assignmentId: string; operation: string; now: string }>;

export type AssignmentCommand = Assign | End | CallOff | Reopen;

// Events

type Assigned = Message<'DriverAssigned', { assignmentId: string; driverId: string; since: string }>;
type Ended = Message<'AssignmentEnded', { assignmentId: string; operation: string; endedAt: string }>;
/** As if it had never been; also said of one that never was, so that it cannot begin any more. */
type CalledOff = Message<'AssignmentCalledOff', { assignmentId: string; calledOffAt: string }>;
type Reopened = Message<
  'AssignmentReopened',
  { assignmentId: string; driverId: string; since: string; operation: string; reopenedAt: string }
>;
/** There was nothing to reopen, and this operation cannot end anything any more. */
type EndingRuledOut = Message<'AssignmentEndingRuledOut', { operation: string; ruledOutAt: string }>;

export type AssignmentEvent = Assigned | Ended | CalledOff | Reopened | EndingRuledOut;

// State

interface Term {
  readonly driverId: string;
  readonly since: string;
  /** The operation that ended it. */
  readonly endedBy?: string;
}

export interface Assignment {
  /** The assignment that holds now. */
  readonly current?: string;
  readonly terms: Readonly<Record<string, Term | 'called-off'>>;
  /** Operations that must not end anything any more. */
  readonly ruledOut: readonly string[];
}

/** Whether this assignment was and is no more, for whatever reason. */
export const isOver = ({ current, terms }: Assignment, assignmentId: string): boolean =>
  terms[assignmentId] !== undefined && current !== assignmentId;

const withTerm = ({ current, ...state }: Assignment, assignmentId: string, term: Term | 'called-off'): Assignment => ({
  ...state,
  ...(current !== undefined && current !== assignmentId && { current }),
  terms: { ...state.terms, [assignmentId]: term },
});

const evolve = (state: Assignment, { type, data }: AssignmentEvent): Assignment => {
  switch (type) {
    case 'DriverAssigned': {
      const { assignmentId, driverId, since } = data;
      return { ...withTerm(state, assignmentId, { driverId, since }), current: assignmentId };
    }
    case 'AssignmentEnded': {
      const term = state.terms[data.assignmentId];
      const ended = typeof term === 'object' ? { ...term, endedBy: data.operation } : 'called-off';
      return withTerm(state, data.assignmentId, ended);
    }
    case 'AssignmentCalledOff':
      return withTerm(state, data.assignmentId, 'called-off');
    case 'AssignmentReopened': {
      const { assignmentId, driverId, since, operation } = data;
      const ruledOut = [...state.ruledOut, operation];
      return { ...withTerm(state, assignmentId, { driverId, since }), current: assignmentId, ruledOut };
    }
    case 'AssignmentEndingRuledOut':
      return { ...state, ruledOut: [...state.ruledOut, data.operation] };
    default:
      return unreachable(type);
  }
};

/** The term of an assignment, if this operation has ended it: it is what a reopening would bring back. */
export const endedBy = ({ terms }: Assignment, assignmentId: string, operation: string): Term | undefined => {
  const term = terms[assignmentId];
  return typeof term === 'object' && term.endedBy === operation ? term : undefined;
};

const calledOff = () => conflict('assignments/called-off', 'This has been called off.');
const changed = () => conflict('assignments/changed', 'This driver does not drive the vehicle any more.');
export const taken = () => conflict('assignments/taken', 'Somebody else drives this vehicle by now.');

const assign = ({ assignmentId, driverId, now }: Assign['data'], state: Assignment): AssignmentEvent[] => {
  const term = state.terms[assignmentId];
  if (term === 'called-off') throw calledOff();
  if (state.current === assignmentId) return [];
  // What was ended since must not pass for done: a saga would go on and tell a driver that the vehicle is theirs.
  if (term) throw changed();
  if (state.current) throw taken();
  return [{ type: 'DriverAssigned', data: { assignmentId, driverId, since: now } }];
};

const end = ({ assignmentId, operation, now }: End['data'], state: Assignment): AssignmentEvent[] => {
  if (endedBy(state, assignmentId, operation)) return [];
  if (state.ruledOut.includes(operation)) throw calledOff();
  if (state.current !== assignmentId) throw changed();
  return [{ type: 'AssignmentEnded', data: { assignmentId, operation, endedAt: now } }];
};

// What somebody has ended since needs no calling off.
const callOff = ({ assignmentId, now }: CallOff['data'], state: Assignment): AssignmentEvent[] =>
  isOver(state, assignmentId) ? [] : [{ type: 'AssignmentCalledOff', data: { assignmentId, calledOffAt: now } }];

const reopen = ({ assignmentId, operation, now }: Reopen['data'], state: Assignment): AssignmentEvent[] => {
  if (state.ruledOut.includes(operation)) return [];
  const term = endedBy(state, assignmentId, operation);
  if (!term) return [{ type: 'AssignmentEndingRuledOut', data: { operation, ruledOutAt: now } }];
  if (state.current) throw taken();
  const { driverId, since } = term;
  return [{ type: 'AssignmentReopened', data: { assignmentId, driverId, since, operation, reopenedAt: now } }];
};

/** Who drives one vehicle: one driver at a time. */
export const assignment: Decider<Assignment, AssignmentCommand, AssignmentEvent> = {
  initial: { terms: {}, ruledOut: [] },
  evolve,
  decide(command, state) {
    switch (command.type) {
      case 'Assign':
        return assign(command.data, state);
      case 'End':
        return end(command.data, state);
      case 'CallOff':
        return callOff(command.data, state);
      case 'Reopen':
        return reopen(command.data, state);
      default:
        return unreachable(command);
    }
  },
};

export const assignmentStream = (tenantId: string, vehicleId: string) => ({
  tenantId,
  streamId: `assignment-${vehicleId}`,
});
