import { z } from 'zod';
import { everything } from '../../shared/documents/documents.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { invalid } from '../../shared/kernel/errors.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { type Classification, type Totals, TripSummary } from './contract.ts';
import { type StoredTrip, tripCards } from './trip-cards.ts';

/** A quarter of a year, with a day for time zones. */
const MAX_DAYS = 93;
const DAY_MS = 86_400_000;
const MAX_PAGE = 1_000;

const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

const NONE: Totals = {
  ...{ trips: 0, metres: 0, movingSeconds: 0, idleSeconds: 0 },
  ...{ fuelMillilitres: 0, energyWattHours: 0 },
};

type Summed = Pick<StoredTrip, 'metres' | 'movingSeconds' | 'idleSeconds' | 'consumed' | 'classification'>;

const plus = (totals: Totals, { metres, movingSeconds, idleSeconds, consumed }: Summed): Totals => ({
  trips: totals.trips + 1,
  metres: totals.metres + metres,
  movingSeconds: totals.movingSeconds + movingSeconds,
  idleSeconds: totals.idleSeconds + idleSeconds,
  fuelMillilitres: totals.fuelMillilitres + (consumed.fuelMillilitres ?? 0),
  energyWattHours: totals.energyWattHours + (consumed.energyWattHours ?? 0),
});

/** Trips added up: all of them, and those of each classification that there are any of. */
export const summed = (trips: readonly Summed[]) => {
  const byClassification: Partial<Record<Classification, Totals>> = {};
  for (const trip of trips) {
    const { classification } = trip;
    byClassification[classification] = plus(byClassification[classification] ?? NONE, trip);
  }
  return { ...trips.reduce(plus, NONE), byClassification };
};

const badPeriod = (message: string) =>
  invalid('trips/bad-period', 'The period is not one that trips can be added up for.', [{ path: ['to'], message }]);

export const summarizeTrips = endpoint({
  summary: 'Add up the trips of a vehicle',
  description: `Those that began in the period, which has ${MAX_DAYS} days at most. Private trips are in it: how far they went is no secret.`,
  scope: 'trips:read',
  params: z.object({ vehicleId: z.string().max(255) }),
  query: z.strictObject({ from: Instant.describe('From here on.'), to: Instant.describe('Before this.') }),
  answer: TripSummary,
  async run({ params: { vehicleId }, query: { from, to }, caller }, services) {
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
    if (days <= 0) throw badPeriod('It ends before it begins.');
    if (days > MAX_DAYS) throw badPeriod(`At most ${MAX_DAYS} days.`);
    await vehicleResource.find(services, caller, vehicleId);
    const trips: StoredTrip[] = [];
    const wanted = {
      where: { vehicleId, status: 'recorded' },
      range: { field: 'startedAt', from, to },
      limit: MAX_PAGE,
    };
    for await (const trip of everything<StoredTrip>(services.views.in(caller.tenantId, tripCards.name), wanted))
      trips.push(trip);
    return ok({ vehicleId, from, to, ...summed(trips) });
  },
});
