import type { Decider, Message } from '../../shared/kernel/decider.ts';
import { unreachable } from '../../shared/kernel/errors.ts';
import { isSame } from '../../shared/kernel/patch.ts';
import type { ChargeCourse } from './contract.ts';

// Commands

type Found = { chargeSessionId: string; vehicleId: string; course: ChargeCourse; now: string };
type Record = Message<'Record', Found>;
type Correct = Message<'Correct', Found>;
type Withdraw = Message<'Withdraw', { now: string }>;

export type ChargingCommand = Record | Correct | Withdraw;

// Events

type Charged = Message<
  'BatteryCharged',
  ChargeCourse & { chargeSessionId: string; vehicleId: string; recordedAt: string }
>;
type Corrected = Message<'ChargeCorrected', ChargeCourse & { correctedAt: string }>;
type Withdrawn = Message<'ChargeWithdrawn', { withdrawnAt: string }>;

export type ChargingEvent = Charged | Corrected | Withdrawn;

export type ChargingState = 'absent' | { readonly course: ChargeCourse; readonly isWithdrawn: boolean };

const courseOf = (data: ChargeCourse): ChargeCourse => {
  const { at, endedAt, spot, fromPercent, toPercent, wattHours, odometer } = data;
  return {
    ...{ at, endedAt, spot, fromPercent, toPercent },
    ...(wattHours !== undefined && { wattHours }),
    ...(odometer !== undefined && { odometer }),
  };
};

const evolve = (state: ChargingState, { type, data }: ChargingEvent): ChargingState => {
  switch (type) {
    case 'BatteryCharged':
    case 'ChargeCorrected':
      return { course: courseOf(data), isWithdrawn: false };
    case 'ChargeWithdrawn':
      return state === 'absent' ? state : { ...state, isWithdrawn: true };
    default:
      return unreachable(type);
  }
};

/** What a new charge session says of itself. */
export const chargingRecorded = ({ course, now, ...found }: Found): Charged => ({
  type: 'BatteryCharged',
  data: { ...found, ...course, recordedAt: now },
});

/** A battery that was charged. Telling the same twice changes nothing. */
export const charging: Decider<ChargingState, ChargingCommand, ChargingEvent> = {
  initial: 'absent',
  evolve,
  decide({ type, data }, state) {
    if (state === 'absent') return type === 'Withdraw' ? [] : [chargingRecorded(data)];
    if (type === 'Withdraw')
      return state.isWithdrawn ? [] : [{ type: 'ChargeWithdrawn', data: { withdrawnAt: data.now } }];
    // A message from before a correction may come again.
    const isKnown = !state.isWithdrawn && (type === 'Record' || isSame(state.course, courseOf(data.course)));
    return isKnown ? [] : [{ type: 'ChargeCorrected', data: { ...data.course, correctedAt: data.now } }];
  },
};

export const chargingStream = (tenantId: string, chargeSessionId: string) => ({
  tenantId,
  streamId: `charging-${chargeSessionId}`,
});
