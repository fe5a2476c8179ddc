import { z } from 'zod';
import { Line, Text } from '../../shared/kernel/text.ts';
import { Spot } from '../telemetry/contract.ts';

export const CLASSIFICATIONS = ['unclassified', 'business', 'commute', 'private'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];
export const TRIP_STATUSES = ['recorded', 'withdrawn'] as const;
const INCIDENTS = ['harsh-brake', 'harsh-acceleration', 'harsh-corner', 'speeding'] as const;

const Instant = z.iso.datetime();
const Count = z.int().min(0);

const Incident = z
  .strictObject({
    kind: z.enum(INCIDENTS),
    at: Instant,
    lat: z.number(),
    lon: z.number(),
    peak: z.number().describe('The strongest: m/s² of braking, accelerating and cornering, m/s of speeding.'),
    seconds: z.number(),
    limit: z.number().exactOptional().describe('Of speeding: the limit, metres per second.'),
    fenceId: z.string().exactOptional().describe('Of speeding: the geofence that sets the limit.'),
  })
  .meta({ id: 'DrivingIncident', description: 'Something a driver did that is worth talking about.' });

const Driving = z
  .strictObject({
    harshBrakes: Count,
    harshAccelerations: Count,
    harshCorners: Count,
    speedingSeconds: Count,
    speedingMetres: Count,
    incidents: z.array(Incident).readonly().describe('The strongest, at most 50, the oldest first.'),
  })
  .meta({ id: 'TripDriving', description: 'How a trip was driven.' });

const Consumed = z
  .strictObject({ fuelMillilitres: Count.exactOptional(), energyWattHours: Count.exactOptional() })
  .describe('As far as the device tells.');

/** What telemetry says of a trip. */
export const Course = z.strictObject({
  startedAt: Instant,
  endedAt: Instant,
  start: Spot,
  end: Spot,
  metres: Count,
  movingSeconds: Count,
  idleSeconds: Count.describe('With the engine on, not moving.'),
  maxSpeed: z.number().min(0).describe('Metres per second.'),
  startOdometer: Count.describe('Metres, as the device counts them, or as they are added up since its first fix.'),
  endOdometer: Count,
  fixes: Count,
  gaps: Count.describe('How often nothing was heard for so long that the way in between is a guess.'),
  endedBy: z.enum(['ignition', 'stop', 'gap']).describe('The key, standing still, or silence.'),
  driving: Driving,
  consumed: Consumed,
});
export type Course = Readonly<z.infer<typeof Course>>;

const { start, end, maxSpeed, driving, ...course } = Course.shape;

export const Trip = z
  .strictObject({
    id: z.string(),
    vehicleId: z.string(),
    driverId: z.string().exactOptional().describe('Who drove, as far as it is known.'),
    status: z.enum(TRIP_STATUSES).describe('`withdrawn`: later fixes have shown that there was no such trip.'),
    classification: z.enum(CLASSIFICATIONS),
    classifiedBy: z
      .enum(['driver', 'office'])
      .exactOptional()
      .describe('What a driver has said to be private, only they can say to be something else.'),
    purpose: z.string().exactOptional(),
    note: z.string().exactOptional(),
    ...course,
    start: start.exactOptional().describe('Absent for a private trip.'),
    end: end.exactOptional().describe('Absent for a private trip.'),
    maxSpeed: maxSpeed.exactOptional().describe('Metres per second. Absent for a private trip.'),
    driving: driving.exactOptional().describe('Absent for a private trip.'),
    recordedAt: Instant,
    correctedAt: Instant.exactOptional().describe('When fixes that came late have changed it, for the last time.'),
    withdrawnAt: Instant.exactOptional(),
    version: z.int(),
  })
  .meta({ id: 'Trip', description: 'A vehicle on its way, from where it set off to where it stopped.' });
export type Trip = Readonly<z.infer<typeof Trip>>;

const Given = z.enum(['business', 'commute', 'private']);
export type GivenClassification = z.infer<typeof Given>;

export const ClassifyBody = z.strictObject({
  classification: Given.describe('Of a private trip nobody but its driver sees where it went and how it was driven.'),
  purpose: Line(200).exactOptional().describe('What the trip was for, and whom it was to, as a logbook asks for it.'),
  note: Text(1_000).exactOptional(),
});

export const AssignTripDriverBody = z.strictObject({
  driverId: z.string().min(1).max(64).nullable().describe('Who drove; `null` when nobody knows.'),
});

const Totals = z
  .strictObject({
    trips: Count,
    metres: Count,
    movingSeconds: Count,
    idleSeconds: Count,
    fuelMillilitres: Count.describe('Of the trips for which it is known.'),
    energyWattHours: Count.describe('Of the trips for which it is known.'),
  })
  .meta({ id: 'TripTotals', description: 'Trips added up.' });
export type Totals = Readonly<z.infer<typeof Totals>>;

export const TripSummary = Totals.extend({
  vehicleId: z.string(),
  from: Instant,
  to: Instant,
  byClassification: z.partialRecord(z.enum(CLASSIFICATIONS), Totals).describe('What there is none of is not named.'),
}).meta({ id: 'TripSummary', description: 'The trips of a vehicle that began in a period.' });

/** The streams of all trips begin with this; the trip's id is the rest. */
export const TRIP_STREAMS = 'trip-';

/** What whoever keeps count of trips must know of one. */
export interface TripStanding {
  readonly vehicleId: string;
  readonly driverId?: string;
  readonly startedAt: string;
  /** Whether how it was driven is anybody's business: not of a private trip, nor of one that never was. */
  readonly counts: boolean;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  readonly driving: Readonly<Omit<z.infer<typeof Driving>, 'incidents' | 'speedingMetres'>>;
}
