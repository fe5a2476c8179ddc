import { z } from 'zod';

const MAX_TAGS = 30;
const MAX_LENGTH = 40;

/** As it is kept and compared: lower case, one hyphen where there was space. */
const normal = (text: string): string => text.trim().toLowerCase().normalize('NFC').replace(/\s+/g, '-');

export const Tag = z
  .string()
  .overwrite(normal)
  .max(MAX_LENGTH)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._:-]*$/u, 'A tag has letters, digits and . _ : - only.')
  .describe('Lower case; spaces become hyphens.');

/** Each once, in alphabetical order, so that two lists of the same tags are equal. */
const inOrder = (tags: readonly string[]): string[] => [...new Set(tags)].sort();

export const Tags = z.array(Tag).max(MAX_TAGS).overwrite(inOrder).describe(`At most ${MAX_TAGS}.`);

/** @returns `undefined` when that would be more tags than a thing may have. */
export const withTags = (tags: readonly string[], more: readonly string[]): string[] | undefined => {
  const all = inOrder([...tags, ...more]);
  return all.length > MAX_TAGS ? undefined : all;
};
