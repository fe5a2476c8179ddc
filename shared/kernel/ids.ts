import { monotonicFactory, ulid } from 'ulid';
import { digestOf } from './digest.ts';

const next = monotonicFactory();

/** A new id that sorts by its moment of creation: `<kind>_<ulid>`, lower case, 26 characters after the underscore. */
export const newId = <Kind extends string>(kind: Kind): `${Kind}_${string}` => `${kind}_${next().toLowerCase()}`;

/** Makes an id: `<kind>_<ulid>`. */
export type NewId = typeof newId;

/**
 * Ids that follow from a seed: whoever asks for the same kinds in the same order gets the same ids.
 * @param at the moment they carry, milliseconds.
 */
export const idsFrom = (seed: string, at: number): NewId => {
  let made = 0;
  return (kind) => {
    made += 1;
    const bytes = Buffer.from(digestOf(`${seed}/${made}`), 'hex').values();
    return `${kind}_${ulid(at, () => (bytes.next().value ?? 0) / 256).toLowerCase()}`;
  };
};
