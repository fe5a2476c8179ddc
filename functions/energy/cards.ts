import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { type ChargingEvent, chargingStream } from './charging.ts';
import type { ChargeSession, FuelEvent } from './contract.ts';
import { type FuellingEvent, fuellingStream } from './fuelling.ts';

/** A fuel event as it is kept: what was said of it stays under what it is now. */
export interface StoredFuelEvent extends Omit<FuelEvent, 'version'> {
  readonly judged?: 'confirmed' | 'dismissed';
}
export type StoredCharge = Omit<ChargeSession, 'version'>;

const judged = (
  { reason: _, ...card }: StoredFuelEvent,
  verdict: 'confirmed' | 'dismissed',
  judgedAt: string,
  reason: string | undefined,
): StoredFuelEvent => ({
  ...card,
  ...{ status: verdict, judged: verdict, judgedAt },
  ...(reason !== undefined && { reason }),
});

/** What was told of it before, without what is told of it anew. */
const untold = <Card extends StoredFuelEvent | StoredCharge>({ odometer: _, withdrawnAt: __, ...card }: Card) => card;

export const fuelEventCards: Projection<StoredFuelEvent, FuellingEvent> = {
  name: 'fuel-events',
  streams: fuellingStream('', '').streamId,
  apply(card, { event }) {
    switch (event.type) {
      case 'TankRefuelled':
      case 'FuelDrained': {
        const { fuelEventId: id, ...told } = event.data;
        return { id, kind: event.type === 'TankRefuelled' ? 'refuelled' : 'drained', status: 'recorded', ...told };
      }
      case 'FuelEventCorrected': {
        if (!card) return card;
        const { millilitres: _, ...rest } = untold(card);
        return { ...rest, ...event.data, status: card.judged ?? 'recorded' };
      }
      case 'FuelEventWithdrawn':
        return card && { ...card, status: 'withdrawn', withdrawnAt: event.data.withdrawnAt };
      case 'FuelEventConfirmed':
        return card && judged(card, 'confirmed', event.data.confirmedAt, event.data.reason);
      case 'FuelEventDismissed':
        return card && judged(card, 'dismissed', event.data.dismissedAt, event.data.reason);
      default:
        return unknownEvent(event, card);
    }
  },
};

export const chargeCards: Projection<StoredCharge, ChargingEvent> = {
  name: 'charge-sessions',
  streams: chargingStream('', '').streamId,
  apply(card, { event }) {
    switch (event.type) {
      case 'BatteryCharged': {
        const { chargeSessionId: id, ...told } = event.data;
        return { id, status: 'recorded', ...told };
      }
      case 'ChargeCorrected': {
        if (!card) return card;
        const { wattHours: _, ...rest } = untold(card);
        return { ...rest, ...event.data, status: 'recorded' };
      }
      case 'ChargeWithdrawn':
        return card && { ...card, status: 'withdrawn', withdrawnAt: event.data.withdrawnAt };
      default:
        return unknownEvent(event, card);
    }
  },
};

/** What the API shows of a stored fuel event. */
export const shownFuelEvent = ({ judged: _, ...card }: Versioned<StoredFuelEvent>): FuelEvent => card;
/** What the API shows of a stored charge session: all of it. */
export const shownCharge = (card: Versioned<StoredCharge>): ChargeSession => card;
