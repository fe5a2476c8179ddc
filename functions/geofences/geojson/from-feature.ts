import { z } from 'zod';
import { type Issue, issuesOf } from '../../../shared/kernel/errors.ts';
import { Line } from '../../../shared/kernel/text.ts';
import { PatchGeofenceBody, type Shape } from '../contract.ts';
import type { Details } from '../geofence.ts';
import { shapesOf } from './from-geometry.ts';

/** One geofence of a file. */
export interface Sketch {
  /** What the file calls it: by this it is found again. */
  readonly key: string;
  readonly externalId?: string;
  readonly name: string;
  /** What else the file says of it. */
  readonly details: Partial<Pick<Details, 'description' | 'colour' | 'tags'>>;
  readonly shape: Shape;
}

export type Sketched = { readonly sketches: readonly Sketch[] } | { readonly issues: readonly Issue[] };

/** Numbers are texts here, too: programs for maps make such of what looks like one. */
const Word = z.union([z.string(), z.number().transform(String)]);
const Id = Word.pipe(z.string().trim().min(1).max(200));
const Metres = z.union([z.number(), z.string().trim().min(1).transform(Number)]).transform(Math.round);
const { shape: patch } = PatchGeofenceBody;

/** Members that have no value are `null` in many files. */
const maybe = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional());

const Properties = z.object({
  name: Word.pipe(Line(110)),
  description: maybe(patch.description.unwrap()),
  colour: maybe(patch.colour.unwrap()),
  tags: maybe(patch.tags.unwrap()),
  externalId: maybe(Id),
  shape: maybe(z.string()),
  radius: maybe(Metres),
  width: maybe(Metres),
  vehicleId: maybe(z.string()),
});

const Feature = z.object({
  type: z.literal('Feature'),
  id: maybe(Id),
  geometry: z.unknown(),
  properties: Properties,
});

/** Reads a feature: one geofence, or one for each part of it. */
export const sketchesOf = (value: unknown): Sketched => {
  const parsed = Feature.safeParse(value);
  if (!parsed.success) return { issues: issuesOf(parsed.error) };
  const { id, geometry, properties } = parsed.data;
  const found = shapesOf(geometry, properties);
  if ('issues' in found) return found;
  const { name, description, colour, tags, externalId = id } = properties;
  const details = {
    ...(description != null && { description }),
    ...(colour != null && { colour }),
    ...(tags !== undefined && { tags }),
  };
  const { shapes } = found;
  const sketches = shapes.map((shape, index): Sketch => {
    const of = shapes.length === 1 ? '' : String(index + 1);
    const called = externalId === undefined ? undefined : `${externalId}${of && `#${of}`}`;
    return {
      key: called ?? `${name}${of && `#${of}`}`,
      ...(called !== undefined && { externalId: called }),
      name: `${name}${of && ` (${of})`}`,
      details,
      shape,
    };
  });
  return { sketches };
};
