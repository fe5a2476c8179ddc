import { monotonicFactory } from 'ulid';

const ulid = monotonicFactory();

/** A new id that sorts by its moment of creation: `<kind>_<ulid>`, lower case, 26 characters after the underscore. */
export const newId = <Kind extends string>(kind: Kind): `${Kind}_${string}` => `${kind}_${ulid().toLowerCase()}`;
