import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { isSame } from '../../shared/kernel/patch.ts';
import {
  type Classification,
  type Course,
  type GivenClassification,
  TRIP_STREAMS,
  type TripStanding,
} from './contract.ts';

// Commands

type Found = { tripId: string; vehicleId: string; driverId?: string; course: Course; now: string };
type Record = Message<'Record', Found>;
type Correct = Message<'Correct', Found>;
type Withdraw = Message<'Withdraw', { now: string }>;
type Label = { classification: GivenClassification; purpose?: string; note?: string; by: 'driver' | 'office' };
type Classify = Message<'Classify', Label & { now: string }>;
type AssignDriver = Message<'AssignDriver', { driverId: string | null; now: string }>;

export type TripCommand = Record | Correct | Withdraw | Classify | AssignDriver;

// Events. Each but the first, which says it anyway, tells how the trip stands from then on, so that whoever adds trips up need not read them.

type Told = { standing: TripStanding; previousDriverId?: string };

type Recorded = Message<
  'TripRecorded',
  Course & { tripId: string; vehicleId: string; driverId?: string; recordedAt: string }
>;
type Corrected = Message<'TripCorrected', Course & Told & { correctedAt: string }>;
type Withdrawn = Message<'TripWithdrawn', Told & { withdrawnAt: string }>;
type Classified = Message<'TripClassified', Label & Told & { classifiedAt: string }>;
type DriverChanged = Message<'TripDriverChanged', Told & { driverId: string | null; changedAt: string }>;

export type TripEvent = Recorded | Corrected | Withdrawn | Classified | DriverChanged;

interface Known {
  readonly status: 'recorded' | 'withdrawn';
  readonly vehicleId: string;
  readonly driverId?: string | undefined;
  readonly classification: Classification;
  readonly label?: Label;
  readonly course: Course;
}
export type TripState = { readonly status: 'absent' } | Known;

const courseOf = (data: Course): Course => {
  const { startedAt, endedAt, start, end, metres, movingSeconds, idleSeconds, maxSpeed } = data;
  const { startOdometer, endOdometer, fixes, gaps, endedBy, driving, consumed } = data;
  return {
    ...{ startedAt, endedAt, start, end, metres, movingSeconds, idleSeconds, maxSpeed },
    ...{ startOdometer, endOdometer, fixes, gaps, endedBy, driving, consumed },
  };
};

const evolve = (state: TripState, { type, data }: TripEvent): TripState => {
  if (type === 'TripRecorded') {
    const { vehicleId, driverId } = data;
    return { status: 'recorded', vehicleId, driverId, classification: 'unclassified', course: courseOf(data) };
  }
  if (state.status === 'absent') return state;
  switch (type) {
    case 'TripCorrected':
      return { ...state, status: 'recorded', course: courseOf(data) };
    case 'TripWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'TripClassified': {
      const { classifiedAt: _, standing: __, previousDriverId: ___, ...label } = data;
      return { ...state, classification: data.classification, label };
    }
    case 'TripDriverChanged':
      return { ...state, driverId: data.driverId ?? undefined };
    default:
      return unreachable(type);
  }
};

const standingOf = ({ status, vehicleId, driverId, classification, course }: Known): TripStanding => {
  const { startedAt, metres, movingSeconds, idleSeconds, driving } = course;
  const { harshBrakes, harshAccelerations, harshCorners, speedingSeconds } = driving;
  return {
    vehicleId,
    ...(driverId !== undefined && { driverId }),
    startedAt,
    counts: status === 'recorded' && classification !== 'private',
    ...{ metres, movingSeconds, idleSeconds },
    driving: { harshBrakes, harshAccelerations, harshCorners, speedingSeconds },
  };
};

/** What a new trip says of itself. */
export const recordedOf = ({ course, now, ...found }: Found): Recorded => ({
  type: 'TripRecorded',
  data: { ...found, ...course, recordedAt: now },
});

/** How a trip stands after an event, and who drove it before, if that is what has changed. */
export const standingAfter = ({ type, data }: TripEvent): Told => {
  if (type !== 'TripRecorded') return data;
  const { vehicleId, driverId } = data;
  const course = courseOf(data);
  return { standing: standingOf({ status: 'recorded', vehicleId, driverId, classification: 'unclassified', course }) };
};

/** Fixes that come late are worked through from earlier on: what has been withdrawn may be found again. */
const corrected = (state: Known, { course, now }: Found): TripEvent[] => {
  if (state.status === 'recorded' && isSame(state.course, course)) return [];
  const standing = standingOf({ ...state, status: 'recorded', course });
  return [{ type: 'TripCorrected', data: { ...course, standing, correctedAt: now } }];
};

const withdraw = (state: Known, { now }: Withdraw['data']): TripEvent[] => {
  if (state.status === 'withdrawn') return [];
  const standing = standingOf({ ...state, status: 'withdrawn' });
  return [{ type: 'TripWithdrawn', data: { standing, withdrawnAt: now } }];
};

const requireRecorded = ({ status }: Known): void => {
  if (status === 'withdrawn') throw conflict('trips/withdrawn', 'Later fixes have shown that there was no such trip.');
};

/** Otherwise whoever runs the fleet could look into it all the same: by saying that it is none, or that they drove themselves. */
const requireOpen = ({ classification, label }: Known): void => {
  if (classification === 'private' && label?.by === 'driver')
    throw conflict('trips/private', 'Its driver has said that this trip is private; only they can say otherwise.');
};

const classify = (state: Known, { now, ...label }: Classify['data']): TripEvent[] => {
  requireRecorded(state);
  const { classification, purpose, note, by } = label;
  const { label: before } = state;
  const isThere =
    before?.classification === classification && before.purpose === purpose && before.note === note && before.by === by;
  if (isThere) return [];
  if (by === 'office') requireOpen(state);
  const standing = standingOf({ ...state, classification });
  return [{ type: 'TripClassified', data: { ...label, standing, classifiedAt: now } }];
};

const assignDriver = (state: Known, { driverId, now }: AssignDriver['data']): TripEvent[] => {
  requireRecorded(state);
  const { driverId: previousDriverId } = state;
  if (driverId === (previousDriverId ?? null)) return [];
  requireOpen(state);
  const standing = standingOf({ ...state, driverId: driverId ?? undefined });
  const previous = previousDriverId === undefined ? {} : { previousDriverId };
  return [{ type: 'TripDriverChanged', data: { driverId, ...previous, standing, changedAt: now } }];
};

/** One trip as telemetry has found it, and what people say of it. Telling the same twice changes nothing. */
export const trip: Decider<TripState, TripCommand, TripEvent> = {
  initial: { status: 'absent' },
  evolve,
  decide({ type, data }, state) {
    if (state.status === 'absent') {
      if (type === 'Record' || type === 'Correct') return [recordedOf(data)];
      if (type === 'Withdraw') return [];
      throw notFound('trips/not-found', 'There is no such trip.');
    }
    switch (type) {
      case 'Record':
        // A message from before a correction may come again.
        return state.status === 'withdrawn' ? corrected(state, data) : [];
      case 'Correct':
        return corrected(state, data);
      case 'Withdraw':
        return withdraw(state, data);
      case 'Classify':
        return classify(state, data);
      case 'AssignDriver':
        return assignDriver(state, data);
      default:
        return unreachable(type);
    }
  },
};

export const tripStream = (tenantId: string, tripId: string) => ({ tenantId, streamId: `${TRIP_STREAMS}${tripId}` });
