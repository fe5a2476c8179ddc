import { z } from 'zod';

/** The parameter `fields`: which members of an entity are wanted. Its id and version always come. */
export const fieldsOf = (schema: z.ZodObject) => {
  const names = Object.keys(schema.shape);
  return z
    .string()
    .min(1)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(names)).max(names.length))
    .optional()
    .describe('The members you want, with commas between them; `id` and `version` always come.');
};

/** The entity with these members only. */
export const sparse = <Entity extends object>(fields: readonly string[] | undefined, entity: Entity): Entity =>
  fields
    ? (Object.fromEntries(
        Object.entries(entity).filter(([name]) => name === 'id' || name === 'version' || fields.includes(name)),
      ) as Entity)
    : entity;
