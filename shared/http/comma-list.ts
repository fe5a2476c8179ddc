import { z } from 'zod';

/** Says of each item's schema, for the API's document, what a text with commas consists of. */
const ITEMS = new WeakMap<z.ZodType, z.ZodType>();

/**
 * A parameter of several values with commas between them: `status=active,in-shop`.
 * @example commaList(z.enum(['active', 'in-shop']), 10).optional()
 */
export const commaList = <Value>(item: z.ZodType<Value, string>, max: number) => {
  const list = z
    .string()
    .min(1)
    .transform((text) => text.split(','))
    .pipe(z.array(item).max(max));
  ITEMS.set(list, item);
  return list;
};

/** What the list consists of; undefined for any other schema. */
export const itemOf = (schema: z.ZodType): z.ZodType | undefined =>
  ITEMS.get(schema) ?? (schema instanceof z.ZodOptional ? itemOf(schema.unwrap() as z.ZodType) : undefined);
