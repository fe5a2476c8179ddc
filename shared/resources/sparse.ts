import { z } from 'zod';
import { commaList } from '../http/comma-list.ts';

/** The parameter `fields`: which members of an entity are wanted. Its id and version always come. */
export const fieldsOf = (schema: z.ZodObject) => {
  const names = Object.keys(schema.shape);
  return commaList(z.enum(names), names.length)
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
