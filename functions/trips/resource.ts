import { z } from 'zod';
import { one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { CLASSIFICATIONS, TRIP_STATUSES, Trip } from './contract.ts';
import { shown, tripCards, withoutPlaces } from './trip-cards.ts';

const Id = z.string().min(1).max(64);

export const tripResource = resource({
  name: 'trips',
  noun: 'trip',
  param: 'tripId',
  scope: 'trips:read',
  projection: tripCards,
  schema: Trip,
  shown,
  // What was written down before a trip was said to be private is told no more either.
  withheld: ({ classification }, told) => (classification === 'private' ? withoutPlaces(told) : told),
  filters: {
    vehicleId: one(Id),
    driverId: one(Id),
    classification: oneOf(CLASSIFICATIONS),
    status: oneOf(TRIP_STATUSES, { description: '`recorded` unless told.' }),
  },
  ranges: { startedAt: 'instant' },
  sorts: { startedAt: 'startedAt', metres: 'metres' },
  ungrouped: true,
});
