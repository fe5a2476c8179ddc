import { z } from 'zod';
import { GroupId } from '../../groups/contract.ts';

export const GEOJSON_MEDIA = 'application/geo+json';
export const MAX_FEATURES = 1_000;

/** What a geofence is called in a file, besides its geometry. */
const Properties = z.object({
  name: z.string(),
  description: z.string().exactOptional(),
  colour: z.string().exactOptional(),
  tags: z.array(z.string()),
  externalId: z.string().exactOptional(),
  groupId: GroupId.exactOptional(),
  shape: z.enum(['circle', 'polygon', 'corridor', 'rectangle', 'around-vehicle']),
  radius: z.int().exactOptional().describe('Of a circle, around its point or its vehicle: metres.'),
  width: z.int().exactOptional().describe('Of a corridor, from edge to edge: metres.'),
  vehicleId: z.string().exactOptional().describe('With which it moves; then there is no geometry.'),
});

export const GeofenceFeature = z
  .object({
    type: z.literal('Feature'),
    id: z.string(),
    geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }).nullable(),
    properties: Properties,
  })
  .meta({ id: 'GeofenceFeature', description: 'A geofence as a feature of GeoJSON (RFC 7946).' });
export type GeofenceFeature = z.infer<typeof GeofenceFeature>;

export const GeofenceFeatures = z.object({ type: z.literal('FeatureCollection'), features: z.array(GeofenceFeature) });

export const ImportGeofencesBody = z
  .looseObject({
    type: z.literal('FeatureCollection'),
    features: z.array(z.unknown()).max(MAX_FEATURES),
  })
  .describe('A FeatureCollection of RFC 7946.');

export const IMPORT_STATUSES = ['created', 'updated', 'unchanged', 'refused'] as const;

export const ImportedFeature = z
  .object({
    index: z.int().describe('Of the feature, from 0.'),
    status: z.enum(IMPORT_STATUSES),
    geofenceIds: z.array(z.string()).exactOptional().describe('Several for a MultiPolygon of several parts.'),
    issues: z
      .array(z.object({ path: z.array(z.union([z.string(), z.int()])), message: z.string() }))
      .exactOptional()
      .describe('Why it was refused, and which members of the feature it is about.'),
  })
  .meta({ id: 'ImportedFeature' });
export type ImportedFeature = z.infer<typeof ImportedFeature>;

export const ImportedFeatures = z
  .object({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    results: z.array(ImportedFeature).describe('In the order of the features.'),
  })
  .meta({ id: 'ImportedFeatures' });
