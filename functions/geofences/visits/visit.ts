import type { Decider, Message } from '../../../shared/kernel/decider.ts';
import { unreachable } from '../../../shared/kernel/errors.ts';
import { changesOf, isEmpty, type Patch, patched } from '../../../shared/kernel/patch.ts';
import type { GeofenceVisit } from './contract.ts';

type Shown = Readonly<GeofenceVisit>;

/** What a visit, a crossing or an absence begins with. */
export type Beginning = Pick<Shown, 'kind' | 'geofenceId' | 'vehicleId' | 'driverId' | 'enteredAt' | 'entered'>;
/** What is known when it is over. */
export type Ending = Pick<Shown, 'leftAt' | 'left' | 'maxSpeed' | 'endedBecause'>;
export type Dwelling = Pick<Shown, 'dwelledAt'>;

/** All that was found out about one. */
export type Course = Beginning & Dwelling & Ending;

// Commands. A visit is told in parts, each of which may come again, be corrected, or turn out to be none.

type Told<Part extends string, Data> = { part: Part; data: Data };
/** Of a crossing all of it is known at once. */
export type Part = Told<'beginning', Beginning & Ending> | Told<'dwelling', Dwelling> | Told<'ending', Ending>;
/** Parts other than the first carry with them what it said, for when that has not come. */
type About = { visitId: string; beginning: Beginning; part: Part; now: string };

type Find = Message<'Find', About>;
type Correct = Message<'Correct', About>;
type Withdraw = Message<'Withdraw', { part: Part; now: string }>;

export type VisitCommand = Find | Correct | Withdraw;

// Events

type Begun = Message<'VisitBegan', Beginning & Ending & { visitId: string; recordedAt: string }>;
type Dwelled = Message<'VisitDwelled', Dwelling & { recordedAt: string }>;
type Ended = Message<'VisitEnded', Ending & { recordedAt: string }>;
type Corrected = Message<'VisitCorrected', { changes: Patch<Course>; correctedAt: string }>;
type Withdrawn = Message<'VisitWithdrawn', { withdrawnAt: string }>;
type FoundAgain = Message<'VisitFoundAgain', { changes: Patch<Course>; foundAt: string }>;

export type VisitEvent = Begun | Dwelled | Ended | Corrected | Withdrawn | FoundAgain;

export type VisitState =
  | { readonly status: 'absent' }
  | { readonly status: 'known' | 'withdrawn'; readonly course: Course };

const evolve = (state: VisitState, { type, data }: VisitEvent): VisitState => {
  if (type === 'VisitBegan') {
    const { visitId: _, recordedAt: __, ...course } = data;
    return { status: 'known', course };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'VisitDwelled':
    case 'VisitEnded': {
      const { recordedAt: _, ...more } = data;
      return { ...state, course: { ...state.course, ...more } };
    }
    case 'VisitCorrected':
      return { ...state, course: patched(state.course, data.changes) };
    case 'VisitWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'VisitFoundAgain':
      return { status: 'known', course: patched(state.course, data.changes) };
    default:
      return unreachable(type);
  }
};

const NO_DWELLING = { dwelledAt: null } satisfies Patch<Dwelling>;
const NO_ENDING = { leftAt: null, left: null, maxSpeed: null, endedBecause: null } satisfies Patch<Ending>;

/** What a part says, and that what it leaves out is not so. */
const whole = ({ part, data }: Part): Patch<Course> => {
  switch (part) {
    case 'beginning':
      return { driverId: null, entered: null, ...(data.kind === 'crossing' && NO_ENDING), ...data };
    case 'dwelling':
      return data;
    case 'ending':
      return { ...NO_ENDING, ...data };
  }
};

const opening = (visitId: string, data: Beginning & Ending, recordedAt: string): VisitEvent => ({
  type: 'VisitBegan',
  data: { visitId, ...data, recordedAt },
});

const adding = ({ part, data }: Exclude<Part, { part: 'beginning' }>, recordedAt: string): VisitEvent =>
  part === 'dwelling'
    ? { type: 'VisitDwelled', data: { ...data, recordedAt } }
    : { type: 'VisitEnded', data: { ...data, recordedAt } };

/** The event that a part becomes in a stream that has come to it. */
export const eventOf = ({ visitId, part, now }: Omit<About, 'beginning'>): VisitEvent =>
  part.part === 'beginning' ? opening(visitId, part.data, now) : adding(part, now);

const isThere = (part: Part, { dwelledAt, leftAt }: Course): boolean =>
  part.part === 'beginning' || (part.part === 'dwelling' ? dwelledAt : leftAt) !== undefined;

const corrected = (course: Course, patch: Patch<Course>, correctedAt: string): VisitEvent[] => {
  const changes = changesOf<Course>(course, patch);
  return isEmpty(changes) ? [] : [{ type: 'VisitCorrected', data: { changes, correctedAt } }];
};

const tell = (type: 'Find' | 'Correct', { visitId, beginning, part, now }: About, state: VisitState): VisitEvent[] => {
  if (state.status === 'absent')
    return part.part === 'beginning'
      ? [eventOf({ visitId, part, now })]
      : [opening(visitId, beginning, now), adding(part, now)];
  const { course } = state;
  if (state.status === 'withdrawn') {
    const anew = { ...NO_DWELLING, ...NO_ENDING, ...beginning, ...whole(part) };
    return [{ type: 'VisitFoundAgain', data: { changes: changesOf<Course>(course, anew), foundAt: now } }];
  }
  if (part.part !== 'beginning' && !isThere(part, course)) return [adding(part, now)];
  return type === 'Correct' ? corrected(course, whole(part), now) : [];
};

const withdraw = ({ part, now }: Withdraw['data'], state: VisitState): VisitEvent[] => {
  if (state.status !== 'known') return [];
  switch (part.part) {
    case 'beginning':
      return [{ type: 'VisitWithdrawn', data: { withdrawnAt: now } }];
    case 'dwelling':
      return corrected(state.course, NO_DWELLING, now);
    case 'ending':
      return corrected(state.course, NO_ENDING, now);
  }
};

/** One time that a vehicle was in a geofence, went through it, or was away from where it should have been. */
export const visit: Decider<VisitState, VisitCommand, VisitEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide: (command, state) =>
    command.type === 'Withdraw' ? withdraw(command.data, state) : tell(command.type, command.data, state),
};

export const visitStream = (tenantId: string, visitId: string) => ({ tenantId, streamId: `visit-${visitId}` });
