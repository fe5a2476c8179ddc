import { z } from 'zod';
import { one, oneOf } from '../../shared/resources/filters.ts';
import { resource } from '../../shared/resources/resource.ts';
import { chargeCards, fuelEventCards, shownCharge, shownFuelEvent } from './cards.ts';
import { CHARGE_STATUSES, ChargeSession, FUEL_EVENT_KINDS, FUEL_EVENT_STATUSES, FuelEvent } from './contract.ts';

const Id = z.string().min(1).max(64);

export const fuelEventResource = resource({
  name: 'fuel-events',
  noun: 'fuel event',
  param: 'fuelEventId',
  scope: 'energy:read',
  projection: fuelEventCards,
  schema: FuelEvent,
  shown: shownFuelEvent,
  filters: {
    vehicleId: one(Id),
    kind: oneOf(FUEL_EVENT_KINDS),
    status: oneOf(FUEL_EVENT_STATUSES, { description: '`recorded,confirmed` unless told.' }),
  },
  ranges: { at: 'instant' },
  sorts: { at: 'at' },
  ungrouped: true,
});

export const chargeResource = resource({
  name: 'charge-sessions',
  noun: 'charge session',
  param: 'chargeSessionId',
  scope: 'energy:read',
  projection: chargeCards,
  schema: ChargeSession,
  shown: shownCharge,
  filters: {
    vehicleId: one(Id),
    status: oneOf(CHARGE_STATUSES, { description: '`recorded` unless told.' }),
  },
  ranges: { at: 'instant' },
  sorts: { at: 'at' },
  ungrouped: true,
});
