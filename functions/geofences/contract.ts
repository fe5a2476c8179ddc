import { z } from 'zod';
import { GeoPoint } from '../places/contract.ts';

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
