import { execute } from '../../shared/eventstore/execute.ts';
import { driversAt, type Moment } from '../assignments/use-cases.ts';
import type { Spot, Told, TripEnded } from '../telemetry/facts.ts';
import { recorder } from '../telemetry/recorder.ts';
import type { Course } from './contract.ts';
import { recordedOf, type TripCommand, trip, tripStream } from './trip.ts';

// What other areas may ask this one to do.

export { standingAfter, type TripEvent } from './trip.ts';

const handle = execute(trip);

const iso = (at: number): string => new Date(at).toISOString();
/** Centimetres per second: no device measures finer. */
const speedOf = (metresPerSecond: number): number => Math.round(metresPerSecond * 100) / 100;

const spotOf = ({ lat, lon, place }: Spot): Course['start'] => ({
  ...{ lat, lon },
  ...(place && { place: { kind: place.kind, id: place.id, name: place.name } }),
});

const courseOf = (fact: TripEnded): Course => {
  const { driving, consumed } = fact;
  return {
    startedAt: iso(fact.at),
    endedAt: iso(fact.endedAt),
    start: spotOf(fact.start),
    end: spotOf(fact.end),
    metres: Math.round(fact.metres),
    movingSeconds: Math.round(fact.movingSeconds),
    idleSeconds: Math.round(fact.idleSeconds),
    maxSpeed: speedOf(fact.maxSpeed),
    startOdometer: Math.round(fact.startOdometer),
    endOdometer: Math.round(fact.endOdometer),
    ...{ fixes: fact.fixes, gaps: fact.gaps, endedBy: fact.endedBy },
    driving: {
      ...driving,
      speedingSeconds: Math.round(driving.speedingSeconds),
      speedingMetres: Math.round(driving.speedingMetres),
      incidents: driving.incidents.map((incident) => ({ ...incident, at: iso(incident.at) })),
    },
    consumed: Object.fromEntries(Object.entries(consumed).map(([name, amount]) => [name, Math.round(amount)])),
  };
};

const momentOf = ({ vehicleId, at }: TripEnded): Moment => ({ vehicleId, at: iso(at) });

const foundOf = (fact: TripEnded, driverId: string | undefined, now: string) => ({
  tripId: fact.id,
  vehicleId: fact.vehicleId,
  ...(driverId !== undefined && { driverId }),
  course: courseOf(fact),
  now,
});

const commandOf = (change: Told['change'], fact: TripEnded, driverId: string | undefined, now: string): TripCommand => {
  if (change === 'withdrawn') return { type: 'Withdraw', data: { now } };
  return { type: change === 'found' ? 'Record' : 'Correct', data: foundOf(fact, driverId, now) };
};

/** Writes down the trips that telemetry finds, each driven by whoever had the vehicle when it began. */
export const tripRecorder = recorder<'trip-ended', (moment: Moment) => string | undefined>({
  types: ['trip-ended'],
  prepare: (services, tenantId, facts) => driversAt(services, tenantId, facts.map(momentOf)),
  appended: (fact, driverAt, now) => ({
    streamId: tripStream('', fact.id).streamId,
    expected: 0,
    event: recordedOf(foundOf(fact, driverAt(momentOf(fact)), now)),
  }),
  async settle(services, tenantId, { change, fact }, execution) {
    if (fact.type !== 'trip-ended') return;
    const driverAt = await driversAt(services, tenantId, change === 'withdrawn' ? [] : [momentOf(fact)]);
    const command = commandOf(change, fact, driverAt(momentOf(fact)), execution.at);
    await handle(services.streams, tripStream(tenantId, fact.id), command, execution);
  },
});
