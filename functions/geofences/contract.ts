import { z } from 'zod';
import { Tags } from '../../shared/kernel/tags.ts';
import { Line, Text } from '../../shared/kernel/text.ts';
import { GroupId } from '../groups/contract.ts';
import { GeoPoint } from '../places/contract.ts';

export const GEOFENCES_VIEW = 'geofences';
export const GEOFENCE_STATUSES = ['active', 'archived'] as const;

/** The largest shapes that anybody draws have some hundreds of corners; what imports bring has some thousands. */
const MAX_POINTS = 5_000;
const Ring = z.array(GeoPoint).min(3).max(MAX_POINTS).describe('Corners in order, the last not repeating the first.');
const Radius = z.int().min(10).max(500_000);

export const Shape = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('circle'), center: GeoPoint, radiusMetres: Radius }),
    z.strictObject({
      type: z.literal('polygon'),
      rings: z.array(Ring).min(1).max(100).describe('The outline, then the holes in it.'),
    }),
    z.strictObject({
      type: z.literal('corridor'),
      path: z.array(GeoPoint).min(2).max(MAX_POINTS),
      widthMetres: z.int().min(10).max(50_000).describe('From edge to edge.'),
    }),
    z.strictObject({
      type: z.literal('rectangle'),
      southWest: GeoPoint,
      northEast: GeoPoint.describe('With a smaller longitude than the other corner, it spans the 180th meridian.'),
    }),
    z.strictObject({
      type: z.literal('around-vehicle'),
      vehicleId: z.string().min(1).max(64).describe('It moves with this vehicle.'),
      radiusMetres: Radius,
    }),
  ])
  .meta({ id: 'GeofenceShape', description: 'What a geofence covers. Degrees of WGS 84, metres.' });
export type Shape = z.infer<typeof Shape>;

/** Metres above the ellipsoid, as in a position. */
const Altitude = z.number().min(-1_000).max(50_000);

export const AltitudeBand = z
  .strictObject({ minMetres: Altitude.exactOptional(), maxMetres: Altitude.exactOptional() })
  .refine(
    ({ minMetres = -Infinity, maxMetres = Infinity }) => maxMetres > minMetres,
    'The upper bound must be above the lower one.',
  )
  .meta({
    id: 'AltitudeBand',
    description:
      'Metres above the ellipsoid. Outside of it one is not in the geofence; a position without altitude counts as within it.',
  });
export type AltitudeBand = z.infer<typeof AltitudeBand>;

/** A week: what repeats daily or weekly needs no longer one, and monthly work seldom does. */
const MAX_OPEN_MINUTES = 7 * 24 * 60;

export const ActiveTime = z
  .strictObject({
    start: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Give the local time: 2026-01-05T06:00.')
      .describe('When the first window opens, by the clocks of the time zone.'),
    durationMinutes: z.int().min(1).max(MAX_OPEN_MINUTES).describe('How long each window is, by the stop-watch.'),
    rule: z
      .string()
      .min(1)
      .max(500)
      .exactOptional()
      .describe('How it repeats: the value of an RRULE of RFC 5545. Without it there is one window.'),
    timeZone: z.string().min(1).max(64).describe('A name of the IANA time zone database.'),
  })
  .meta({
    id: 'ActiveTime',
    description: 'Windows of time, by the clocks of a time zone.',
    examples: [
      {
        start: '2026-01-05T06:00',
        durationMinutes: 720,
        rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
        timeZone: 'Europe/Lisbon',
      },
    ],
  });
export type ActiveTime = z.infer<typeof ActiveTime>;

export const Debounce = z
  .strictObject({
    marginMetres: z
      .number()
      .min(0)
      .max(1_000)
      .exactOptional()
      .describe(
        'How far beyond the edge, besides what the position may be wrong by, one is clearly inside or outside; 10 unless told. 0: positions are taken as they are.',
      ),
    enterSeconds: z
      .int()
      .min(0)
      .max(3_600)
      .exactOptional()
      .describe(
        'For how long one must be seen inside when it is not clear at once; 60 unless told. 0: the first position decides.',
      ),
    exitSeconds: z
      .int()
      .min(0)
      .max(3_600)
      .exactOptional()
      .describe(
        'For how long one must be seen outside when it is not clear at once; 30 unless told. 0: the first position decides.',
      ),
  })
  .meta({
    id: 'GeofenceDebounce',
    description:
      'What keeps a vehicle that parks at the edge from coming and going. Visits begin and end when they really did, however late that is known.',
  });

export const AppliesTo = z
  .strictObject({
    groupIds: z
      .array(GroupId)
      .min(1)
      .max(100)
      .exactOptional()
      .describe('The vehicles of these groups and of those below them.'),
    vehicleIds: z.array(z.string().min(1).max(64)).min(1).max(1_000).exactOptional(),
  })
  .refine(({ groupIds, vehicleIds }) => groupIds || vehicleIds, 'Name groups, vehicles or both.')
  .meta({ id: 'GeofenceAppliesTo', description: 'The vehicles it watches: those of the groups, and those named.' });

export const GeofenceRules = z
  .strictObject({
    altitude: AltitudeBand.exactOptional(),
    activeTimes: z
      .array(ActiveTime)
      .min(1)
      .max(10)
      .exactOptional()
      .describe(
        'Outside of all of them it is as if there were no geofence: visits end with the window. Absent: always.',
      ),
    speedLimit: z.number().min(1).max(100).exactOptional().describe('Metres per second, in force inside.'),
    dwellSeconds: z
      .int()
      .min(10)
      .max(31 * 86_400)
      .exactOptional()
      .describe('A visit that lasts this long is told about.'),
    expectInside: z.boolean().exactOptional().describe('The vehicles should be inside; it is told when they are not.'),
    appliesTo: AppliesTo.exactOptional().describe(
      'Absent: the vehicles of the group that the geofence belongs to and of those below it; of the company itself, every vehicle.',
    ),
    debounce: Debounce.exactOptional(),
  })
  .meta({ id: 'GeofenceRules', description: 'When, for whom and for what a geofence watches.' });
export type GeofenceRules = z.infer<typeof GeofenceRules>;

const fields = {
  name: Line(120),
  description: Text(2_000),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'Give red, green and blue: #1188cc.')
    .describe('On maps: `#rrggbb`.'),
  tags: Tags,
};

export const Geofence = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().exactOptional(),
    colour: z.string().exactOptional(),
    tags: z.array(z.string()),
    shape: Shape,
    rules: GeofenceRules,
    externalId: z.string().exactOptional().describe('What the file calls it that it was imported from.'),
    groupId: GroupId.exactOptional().describe('The group it belongs to; absent: the company itself.'),
    status: z.enum(GEOFENCE_STATUSES),
    createdAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().exactOptional(),
    version: z.int(),
  })
  .meta({ id: 'Geofence', description: 'A part of the map that is watched: who comes, who goes, how fast, when.' });
export type Geofence = z.infer<typeof Geofence>;

export const CreateGeofenceBody = z.strictObject({
  name: fields.name,
  shape: Shape,
  description: fields.description.exactOptional(),
  colour: fields.colour.exactOptional(),
  tags: fields.tags.default([]),
  rules: GeofenceRules.prefault({}).describe('Without it: at any altitude and any time.'),
  groupId: GroupId.exactOptional().describe('The group it belongs to; without it, the company itself.'),
});

/** A merge patch: `null` takes a value away. */
export const PatchGeofenceBody = z.strictObject({
  name: fields.name.exactOptional(),
  description: fields.description.nullable().exactOptional(),
  colour: fields.colour.nullable().exactOptional(),
  tags: fields.tags.exactOptional(),
  rules: GeofenceRules.exactOptional().describe('All of them: what is not named is taken away.'),
});

export const RedrawGeofenceBody = z.strictObject({ shape: Shape });
export const MoveGeofenceBody = z.strictObject({ groupId: GroupId.nullable().describe('`null`: the company itself.') });
