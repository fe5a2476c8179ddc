import { z } from 'zod';
import { Position } from './contract.ts';
import { toPosition } from './fix.ts';
import { DTC_SYSTEMS, troubleCodesIn } from './obd/trouble-codes.ts';
import type { VehicleMemory } from './pipeline/pipeline.ts';

/** What a vehicle is doing, as far as its device tells. */
export const Activity = z
  .object({
    vehicleId: z.string(),
    state: z.enum(['driving', 'idling', 'parked', 'unknown']),
    since: z.iso.datetime().exactOptional(),
    position: Position,
    trip: z
      .object({
        startedAt: z.iso.datetime(),
        metres: z.int(),
        movingSeconds: z.int(),
        idleSeconds: z.int(),
        harshEvents: z.int().describe('Harsh brakes, accelerations and corners.'),
        speedingSeconds: z.int(),
      })
      .exactOptional()
      .describe('The trip it is on. It is listed among the trips when it has ended.'),
    geofenceIds: z.array(z.string()).describe('The geofences it is in.'),
    speedLimit: z.number().exactOptional().describe('The strictest of these, metres per second.'),
    odometerMetres: z.int().describe('As the device counts, or as was added up from positions since its first fix.'),
    odometerBy: z.enum(['device', 'positions']),
    engineSeconds: z.int(),
    engineBy: z.enum(['device', 'ignition', 'movement']),
    fuelPercent: z.number().exactOptional().describe('Of the tank, smoothed.'),
    stateOfChargePercent: z.number().exactOptional(),
    troubleCodes: z
      .array(
        z.object({
          code: z.string().describe('As P0301; SPN110/FMI0 of heavy vehicles.'),
          text: z.string().describe('What it is about, in a few words.'),
          system: z.enum(DTC_SYSTEMS).exactOptional().describe('Codes of heavy vehicles do not tell it.'),
        }),
      )
      .describe('As told last, also when later positions say nothing of them.'),
  })
  .meta({ id: 'VehicleActivity', description: 'What a vehicle is doing, and what its meters stand at.' });
export type Activity = z.infer<typeof Activity>;

const iso = (at: number): string => new Date(at).toISOString();

const tripOf = ({ trip: { trip }, driving }: VehicleMemory): Activity['trip'] => {
  if (!trip || trip.away !== undefined) return undefined;
  return {
    startedAt: iso(trip.at),
    metres: Math.round(trip.metres),
    movingSeconds: Math.round(trip.moving),
    idleSeconds: Math.round(trip.idle),
    harshEvents: (driving.harsh ?? []).reduce((sum, count) => sum + count, 0),
    speedingSeconds: Math.round(driving.sped?.[0] ?? 0),
  };
};

/** What is known of a vehicle, as the API shows it. */
export const activityOf = (vehicleId: string, memory: VehicleMemory): Activity => {
  const { latest, meters, trip, fences, energy } = memory;
  const onTrip = tripOf(memory);
  const fuel = energy.tank?.level;
  const charge = energy.battery && latest.attributes?.stateOfCharge;
  return {
    vehicleId,
    state: trip.state,
    ...(trip.since > 0 && { since: iso(trip.since) }),
    position: toPosition(vehicleId, latest),
    ...(onTrip && { trip: onTrip }),
    geofenceIds: (fences.fences ?? []).flatMap(({ is, id }) => (is === 'in' ? [id] : [])),
    ...(fences.limit && { speedLimit: fences.limit.speed }),
    odometerMetres: Math.round(meters.odometer),
    odometerBy: meters.odometerBy,
    engineSeconds: Math.round(meters.engineSeconds),
    engineBy: meters.engineBy,
    ...(fuel !== undefined && { fuelPercent: Math.round(fuel * 10) / 10 }),
    ...(typeof charge === 'number' && { stateOfChargePercent: charge }),
    troubleCodes: troubleCodesIn(memory.dtcs),
  };
};
