import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { conflict, notFound, unreachable } from '../../shared/kernel/errors.ts';
import { isSame } from '../../shared/kernel/patch.ts';
import type { FuelCourse, FuelEvent } from './contract.ts';

// Commands

type Found = { fuelEventId: string; vehicleId: string; kind: FuelEvent['kind']; course: FuelCourse; now: string };
type Judgement = { reason?: string; now: string };
type Record = Message<'Record', Found>;
type Correct = Message<'Correct', Found>;
type Withdraw = Message<'Withdraw', { now: string }>;
type Confirm = Message<'Confirm', Judgement>;
type Dismiss = Message<'Dismiss', Judgement>;

export type FuellingCommand = Record | Correct | Withdraw | Confirm | Dismiss;

// Events. To fill a tank and to empty it concerns different people, so they are two.

type Opening = FuelCourse & { fuelEventId: string; vehicleId: string; recordedAt: string };
type Refuelled = Message<'TankRefuelled', Opening>;
type Drained = Message<'FuelDrained', Opening>;
type Corrected = Message<'FuelEventCorrected', FuelCourse & { correctedAt: string }>;
type Withdrawn = Message<'FuelEventWithdrawn', { withdrawnAt: string }>;
type Confirmed = Message<'FuelEventConfirmed', { reason?: string; confirmedAt: string }>;
type Dismissed = Message<'FuelEventDismissed', { reason?: string; dismissedAt: string }>;

export type FuellingEvent = Refuelled | Drained | Corrected | Withdrawn | Confirmed | Dismissed;

interface Known {
  readonly course: FuelCourse;
  readonly isWithdrawn: boolean;
  readonly judged?: 'confirmed' | 'dismissed';
}
export type FuellingState = 'absent' | Known;

const courseOf = (data: FuelCourse): FuelCourse => {
  const { at, endedAt, spot, fromPercent, toPercent, millilitres, odometer } = data;
  return {
    ...{ at, endedAt, spot, fromPercent, toPercent },
    ...(millilitres !== undefined && { millilitres }),
    ...(odometer !== undefined && { odometer }),
  };
};

const evolve = (state: FuellingState, { type, data }: FuellingEvent): FuellingState => {
  if (type === 'TankRefuelled' || type === 'FuelDrained') return { course: courseOf(data), isWithdrawn: false };
  if (state === 'absent') return state;
  switch (type) {
    case 'FuelEventCorrected':
      return { ...state, course: courseOf(data), isWithdrawn: false };
    case 'FuelEventWithdrawn':
      return { ...state, isWithdrawn: true };
    case 'FuelEventConfirmed':
      return { ...state, judged: 'confirmed' };
    case 'FuelEventDismissed':
      return { ...state, judged: 'dismissed' };
    default:
      return unreachable(type);
  }
};

/** What a new fuel event says of itself. */
export const fuellingRecorded = ({ course, kind, now, ...found }: Found): Refuelled | Drained => ({
  type: kind === 'refuelled' ? 'TankRefuelled' : 'FuelDrained',
  data: { ...found, ...course, recordedAt: now },
});

const corrected = ({ course, isWithdrawn }: Known, found: Found): FuellingEvent[] =>
  !isWithdrawn && isSame(course, courseOf(found.course))
    ? []
    : [{ type: 'FuelEventCorrected', data: { ...found.course, correctedAt: found.now } }];

const requireRecorded = ({ isWithdrawn }: Known): void => {
  if (isWithdrawn) throw conflict('fuel-events/withdrawn', 'Later fixes have shown that there was no such event.');
};

const confirm = (state: Known, { now, ...said }: Judgement): FuellingEvent[] => {
  requireRecorded(state);
  return state.judged === 'confirmed' ? [] : [{ type: 'FuelEventConfirmed', data: { ...said, confirmedAt: now } }];
};

const dismiss = (state: Known, { now, ...said }: Judgement): FuellingEvent[] => {
  requireRecorded(state);
  return state.judged === 'dismissed' ? [] : [{ type: 'FuelEventDismissed', data: { ...said, dismissedAt: now } }];
};

/** A tank that was filled or emptied, and what people say of that. Telling the same twice changes nothing. */
export const fuelling: Decider<FuellingState, FuellingCommand, FuellingEvent> = {
  initial: 'absent',
  evolve,
  decide({ type, data }, state) {
    if (state === 'absent') {
      if (type === 'Record' || type === 'Correct') return [fuellingRecorded(data)];
      if (type === 'Withdraw') return [];
      throw notFound('fuel-events/not-found', 'There is no such fuel event.');
    }
    switch (type) {
      case 'Record':
        // A message from before a correction may come again.
        return state.isWithdrawn ? corrected(state, data) : [];
      case 'Correct':
        return corrected(state, data);
      case 'Withdraw':
        return state.isWithdrawn ? [] : [{ type: 'FuelEventWithdrawn', data: { withdrawnAt: data.now } }];
      case 'Confirm':
        return confirm(state, data);
      case 'Dismiss':
        return dismiss(state, data);
      default:
        return unreachable(type);
    }
  },
};

export const fuellingStream = (tenantId: string, fuelEventId: string) => ({
  tenantId,
  streamId: `fuelling-${fuelEventId}`,
});
