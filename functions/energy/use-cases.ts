import { execute } from '../../shared/eventstore/execute.ts';
import type { Charged, Spot, TankChanged, Told } from '../telemetry/facts.ts';
import { recorder } from '../telemetry/recorder.ts';
import { type ChargingCommand, charging, chargingRecorded, chargingStream } from './charging.ts';
import type { ChargeCourse, FuelCourse } from './contract.ts';
import { type FuellingCommand, fuelling, fuellingRecorded, fuellingStream } from './fuelling.ts';

// What other areas may ask this one to do.

const handleFuelling = execute(fuelling);
const handleCharging = execute(charging);

const iso = (at: number): string => new Date(at).toISOString();

const spotOf = ({ lat, lon, place }: Spot): FuelCourse['spot'] => ({
  ...{ lat, lon },
  ...(place && { place: { kind: place.kind, id: place.id, name: place.name } }),
});

const courseOf = ({ at, endedAt, spot, fromPercent, toPercent, odometer }: TankChanged | Charged) => ({
  ...{ at: iso(at), endedAt: iso(endedAt), spot: spotOf(spot), fromPercent, toPercent },
  ...(odometer !== undefined && { odometer: Math.round(odometer) }),
});

const fuelCourseOf = (fact: TankChanged): FuelCourse => ({
  ...courseOf(fact),
  ...(fact.millilitres !== undefined && { millilitres: Math.round(fact.millilitres) }),
});

const chargeCourseOf = (fact: Charged): ChargeCourse => ({
  ...courseOf(fact),
  ...(fact.wattHours !== undefined && { wattHours: Math.round(fact.wattHours) }),
});

const fuelFound = (fact: TankChanged, now: string) => ({
  ...{ fuelEventId: fact.id, vehicleId: fact.vehicleId },
  kind: fact.type === 'refuelled' ? ('refuelled' as const) : ('drained' as const),
  ...{ course: fuelCourseOf(fact), now },
});

const chargeFound = (fact: Charged, now: string) => ({
  ...{ chargeSessionId: fact.id, vehicleId: fact.vehicleId },
  ...{ course: chargeCourseOf(fact), now },
});

const fuellingCommand = (change: Told['change'], fact: TankChanged, now: string): FuellingCommand =>
  change === 'withdrawn'
    ? { type: 'Withdraw', data: { now } }
    : { type: change === 'found' ? 'Record' : 'Correct', data: fuelFound(fact, now) };

const chargingCommand = (change: Told['change'], fact: Charged, now: string): ChargingCommand =>
  change === 'withdrawn'
    ? { type: 'Withdraw', data: { now } }
    : { type: change === 'found' ? 'Record' : 'Correct', data: chargeFound(fact, now) };

const nothing = async () => undefined;

/** Writes down which tanks were filled and emptied, as telemetry finds it. */
export const fuellingRecorder = recorder<TankChanged['type'], undefined>({
  types: ['refuelled', 'fuel-drained'],
  prepare: nothing,
  appended: (fact, _, now) => ({
    streamId: fuellingStream('', fact.id).streamId,
    expected: 0,
    event: fuellingRecorded(fuelFound(fact, now)),
  }),
  async settle({ streams }, tenantId, { change, fact }, execution) {
    if (fact.type !== 'refuelled' && fact.type !== 'fuel-drained') return;
    const command = fuellingCommand(change, fact, execution.at);
    await handleFuelling(streams, fuellingStream(tenantId, fact.id), command, execution);
  },
});

/** Writes down which batteries were charged, as telemetry finds it. */
export const chargingRecorder = recorder<Charged['type'], undefined>({
  types: ['charged'],
  prepare: nothing,
  appended: (fact, _, now) => ({
    streamId: chargingStream('', fact.id).streamId,
    expected: 0,
    event: chargingRecorded(chargeFound(fact, now)),
  }),
  async settle({ streams }, tenantId, { change, fact }, execution) {
    if (fact.type !== 'charged') return;
    const command = chargingCommand(change, fact, execution.at);
    await handleCharging(streams, chargingStream(tenantId, fact.id), command, execution);
  },
});
