/** What a patch says of each field: the new value, or `null` for none. A field that is not named stays. */
export type Patch<Fields> = { readonly [Field in keyof Fields]?: Fields[Field] | null };

/** Whether two values are the same as JSON, their members in the same order. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What a patch would really change: without the values that are there already and the absence of what is not there. */
export const changesOf = <Fields extends object>(before: Fields, patch: Patch<Fields>): Patch<Fields> =>
  Object.fromEntries(
    Object.entries(patch).filter(
      ([field, value]) => !isSame((before as Record<string, unknown>)[field] ?? null, value),
    ),
  ) as Patch<Fields>;

/** The fields with a patch applied. */
export const patched = <Fields extends object>(before: Fields, patch: Patch<Fields>): Fields =>
  Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null)) as Fields;

export const isEmpty = (patch: object): boolean => Object.keys(patch).length === 0;
