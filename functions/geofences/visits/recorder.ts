import { execute } from '../../../shared/eventstore/execute.ts';
import { driversAt, type Moment } from '../../assignments/use-cases.ts';
import type { Fact, FactOf } from '../../telemetry/facts.ts';
import { recorder } from '../../telemetry/recorder.ts';
import type { VisitKind } from './contract.ts';
import { type Beginning, eventOf, type Part, type VisitCommand, visit, visitStream } from './visit.ts';

const TYPES = [
  'visit-began',
  'visit-dwelled',
  'visit-ended',
  'fence-crossed',
  'absence-began',
  'absence-ended',
] as const;
type FenceFact = FactOf<(typeof TYPES)[number]>;

type DriverAt = (moment: Moment) => string | undefined;

const handle = execute(visit);

const iso = (at: number): string => new Date(at).toISOString();
/** Centimetres per second: no device measures finer. */
const speedOf = (metresPerSecond: number): number => Math.round(metresPerSecond * 100) / 100;
const at = ({ lat, lon }: { readonly lat: number; readonly lon: number }) => ({ lat, lon });

const isOurs = (fact: Fact): fact is FenceFact => TYPES.some((type) => type === fact.type);

/** When what the fact is part of began. */
const beganAt = (fact: FenceFact): string => {
  switch (fact.type) {
    case 'visit-dwelled':
    case 'visit-ended':
      return iso(fact.enteredAt);
    case 'absence-ended':
      return iso(fact.beganAt);
    default:
      return iso(fact.at);
  }
};

const KINDS: Readonly<Record<FenceFact['type'], VisitKind>> = {
  'visit-began': 'visit',
  'visit-dwelled': 'visit',
  'visit-ended': 'visit',
  'fence-crossed': 'crossing',
  'absence-began': 'absence',
  'absence-ended': 'absence',
};

const momentOf = (fact: FenceFact): Moment => ({ vehicleId: fact.vehicleId, at: beganAt(fact) });

/** What a later part knows of the beginning: not where that was. */
const beginningOf = (fact: FenceFact, driverAt: DriverAt): Beginning => {
  const driverId = driverAt(momentOf(fact));
  return {
    ...{ kind: KINDS[fact.type], geofenceId: fact.fenceId, vehicleId: fact.vehicleId, enteredAt: beganAt(fact) },
    ...(driverId !== undefined && { driverId }),
  };
};

const partOf = (fact: FenceFact, beginning: Beginning): Part => {
  switch (fact.type) {
    case 'visit-began':
    case 'absence-began':
      return { part: 'beginning', data: { ...beginning, entered: at(fact) } };
    case 'fence-crossed':
      return {
        part: 'beginning',
        data: { ...beginning, entered: at(fact.from), leftAt: beginning.enteredAt, left: at(fact.to) },
      };
    case 'visit-dwelled':
      return { part: 'dwelling', data: { dwelledAt: iso(fact.at) } };
    case 'visit-ended': {
      const { because } = fact;
      const ending = { leftAt: iso(fact.at), left: at(fact), maxSpeed: speedOf(fact.maxSpeed) };
      return { part: 'ending', data: { ...ending, ...(because && { endedBecause: because }) } };
    }
    case 'absence-ended':
      return { part: 'ending', data: { leftAt: iso(fact.at) } };
  }
};

/** The version that its stream is at, when everything before it has been written down and nothing was corrected. */
const placeOf = (fact: FenceFact): number => {
  switch (fact.type) {
    case 'visit-ended':
      return fact.dwelled ? 2 : 1;
    case 'visit-dwelled':
    case 'absence-ended':
      return 1;
    default:
      return 0;
  }
};

const aboutOf = (fact: FenceFact, driverAt: DriverAt, now: string) => {
  const beginning = beginningOf(fact, driverAt);
  return { visitId: fact.id, beginning, part: partOf(fact, beginning), now };
};

const commandOf = (change: 'found' | 'corrected' | 'withdrawn', about: ReturnType<typeof aboutOf>): VisitCommand => {
  if (change === 'withdrawn') return { type: 'Withdraw', data: { part: about.part, now: about.now } };
  return { type: change === 'found' ? 'Find' : 'Correct', data: about };
};

/** Writes down who was in which geofence, as telemetry finds it out. */
export const visitRecorder = recorder<FenceFact['type'], DriverAt>({
  types: TYPES,
  prepare: (services, tenantId, facts) =>
    driversAt(services, tenantId, facts.filter((fact) => placeOf(fact) === 0).map(momentOf)),
  appended: (fact, driverAt, now) => ({
    streamId: visitStream('', fact.id).streamId,
    expected: placeOf(fact),
    event: eventOf(aboutOf(fact, driverAt, now)),
  }),
  async settle(services, tenantId, { change, fact }, execution) {
    if (!isOurs(fact)) return;
    const driverAt = await driversAt(services, tenantId, change === 'withdrawn' ? [] : [momentOf(fact)]);
    const command = commandOf(change, aboutOf(fact, driverAt, execution.at));
    await handle(services.streams, visitStream(tenantId, fact.id), command, execution);
  },
});
