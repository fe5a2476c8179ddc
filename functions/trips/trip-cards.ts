import { type Projection, unknownEvent, type Versioned } from '../../shared/projections/projection.ts';
import { type Course, TRIP_STREAMS, type Trip } from './contract.ts';
import type { TripEvent } from './trip.ts';

/** A trip with everything that is known of it: not to be shown as it is, see `shown`. */
export type StoredTrip = Omit<Trip, 'version' | keyof Course> & Course;

export const tripCards: Projection<StoredTrip, TripEvent> = {
  name: 'trips',
  streams: TRIP_STREAMS,
  apply(card, { event }) {
    switch (event.type) {
      case 'TripRecorded': {
        const { tripId: id, ...recorded } = event.data;
        return { id, ...recorded, status: 'recorded', classification: 'unclassified' };
      }
      case 'TripCorrected': {
        if (!card) return card;
        const { withdrawnAt: _, ...rest } = card;
        const { standing: __, previousDriverId: ___, ...course } = event.data;
        return { ...rest, ...course, status: 'recorded' };
      }
      case 'TripWithdrawn':
        return card && { ...card, status: 'withdrawn', withdrawnAt: event.data.withdrawnAt };
      case 'TripClassified': {
        if (!card) return card;
        const { purpose: _, note: __, ...rest } = card;
        const { classification, by: classifiedBy, purpose, note } = event.data;
        const words = { ...(purpose !== undefined && { purpose }), ...(note !== undefined && { note }) };
        return { ...rest, classification, classifiedBy, ...words };
      }
      case 'TripDriverChanged': {
        if (!card) return card;
        const { driverId: _, ...rest } = card;
        const { driverId } = event.data;
        return { ...rest, ...(driverId !== null && { driverId }) };
      }
      default:
        return unknownEvent(event, card);
    }
  },
};

/** Where somebody went in their own time, and how they drove there, is theirs alone. How far and how long stays, for the logbook. */
const OF_THE_DRIVER: ReadonlySet<string> = new Set(['start', 'end', 'maxSpeed', 'driving', 'standing']);

/** What a card or an event of a trip tells of it, without what is its driver's alone. */
export const withoutPlaces = <Told extends object>(told: Told): Omit<Told, keyof Course> & Partial<Told> =>
  Object.fromEntries(Object.entries(told).filter(([name]) => !OF_THE_DRIVER.has(name))) as never;

/** What the API shows of a trip to whoever may see the fleet. */
export const shown = (card: Versioned<StoredTrip>): Trip =>
  card.classification === 'private' ? (withoutPlaces(card) as Trip) : card;
