import { z } from 'zod';
import { CustomFieldChanges, CustomFieldValues } from '../../shared/kernel/custom-fields.ts';
import { Line, Text } from '../../shared/kernel/text.ts';
import { GroupId } from '../groups/contract.ts';

export const PLACE_KINDS = ['depot', 'customer', 'garage', 'fuel', 'parking', 'home', 'other'] as const;
export const PLACE_STATUSES = ['active', 'archived'] as const;

const sevenDigits = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

export const GeoPoint = z
  .strictObject({
    lat: z.number().min(-90).max(90).overwrite(sevenDigits),
    lon: z.number().min(-180).max(180).overwrite(sevenDigits),
  })
  .meta({ id: 'GeoPoint', description: 'Degrees of WGS 84.' });
export type GeoPoint = z.infer<typeof GeoPoint>;

const fields = {
  name: Line(120),
  kind: z.enum(PLACE_KINDS),
  address: Line(300).describe('As one would write it on a letter, in one line.'),
  position: GeoPoint,
  radiusMetres: z.int().min(1).max(50_000).describe('How far from its position one still is at the place.'),
  notes: Text(2_000),
};

export const Place = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(PLACE_KINDS),
    address: z.string().optional(),
    position: z.object({ lat: z.number(), lon: z.number() }),
    radiusMetres: z.int().optional(),
    notes: z.string().optional(),
    customFields: CustomFieldValues.optional(),
    groupId: GroupId.optional().describe('The group it belongs to; absent: the company itself.'),
    status: z.enum(PLACE_STATUSES),
    createdAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().optional(),
    distanceMetres: z.int().optional().describe('In a list that was asked for with `near`: how far it is from there.'),
    version: z.int(),
  })
  .meta({ id: 'Place', description: 'A point on the map that has a name: a depot, a customer, a garage.' });
export type Place = z.infer<typeof Place>;

export const CreatePlaceBody = z.strictObject({
  name: fields.name,
  kind: fields.kind.default('other'),
  position: fields.position,
  address: fields.address.exactOptional(),
  radiusMetres: fields.radiusMetres.exactOptional(),
  notes: fields.notes.exactOptional(),
  customFields: CustomFieldValues.exactOptional(),
  groupId: GroupId.exactOptional().describe('The group it belongs to; without it, the company itself.'),
});

/** A merge patch: `null` takes a value away. */
export const PatchPlaceBody = z.strictObject({
  name: fields.name.exactOptional(),
  kind: fields.kind.exactOptional(),
  position: fields.position.exactOptional(),
  address: fields.address.nullable().exactOptional(),
  radiusMetres: fields.radiusMetres.nullable().exactOptional(),
  notes: fields.notes.nullable().exactOptional(),
  customFields: CustomFieldChanges.exactOptional(),
});

export const MovePlaceBody = z.strictObject({ groupId: GroupId.nullable().describe('`null`: the company itself.') });

export const PLACES_VIEW = 'places';
