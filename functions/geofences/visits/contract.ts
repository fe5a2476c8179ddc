import { z } from 'zod';

export const VISITS_VIEW = 'geofence-visits';
export const VISIT_KINDS = ['visit', 'crossing', 'absence'] as const;
export const VISIT_STATUSES = ['open', 'over', 'withdrawn'] as const;

const Instant = z.iso.datetime();
const Position = z.object({ lat: z.number(), lon: z.number() });

export type VisitKind = (typeof VISIT_KINDS)[number];

export const GeofenceVisit = z
  .object({
    id: z.string(),
    kind: z
      .enum(VISIT_KINDS)
      .describe(
        '`visit`: the vehicle was inside. `crossing`: it went through between two positions, neither of which is inside. `absence`: it should have been inside, and was not.',
      ),
    status: z.enum(VISIT_STATUSES).describe('`withdrawn`: positions that came late have shown that there was none.'),
    geofenceId: z.string(),
    vehicleId: z.string(),
    driverId: z.string().exactOptional().describe('Who had the vehicle when it began, as far as that was known.'),
    enteredAt: Instant.describe('When it came in; of an absence, when it began.'),
    leftAt: Instant.exactOptional().describe(
      'When it went out; of an absence, when it ended. Absent while it is open.',
    ),
    seconds: z.int().exactOptional().describe('How long it lasted. Absent while it is open.'),
    dwelledAt: Instant.exactOptional().describe('When it had been inside for as long as the geofence says.'),
    entered: Position.exactOptional().describe('Where it was then.'),
    left: Position.exactOptional(),
    maxSpeed: z.number().exactOptional().describe('The highest inside, metres per second.'),
    endedBecause: z
      .enum(['fence-changed'])
      .exactOptional()
      .describe('It has not left: the geofence was archived, redrawn, or its hours were over.'),
    recordedAt: Instant.describe('When it became known, which may be long after it began.'),
    correctedAt: Instant.exactOptional().describe('When late positions have changed it last.'),
    version: z.int(),
  })
  .meta({
    id: 'GeofenceVisit',
    description: 'What a vehicle had to do with a geofence: one time inside, or away from it.',
  });
export type GeofenceVisit = z.infer<typeof GeofenceVisit>;
