import { monotonicFactory } from 'ulid';
import { z } from 'zod';

const ulid = monotonicFactory();

/** A new id that sorts by its moment of creation: `<kind>_<ulid>`, lower case, 26 characters after the underscore. */
export const newId = <Kind extends string>(kind: Kind): `${Kind}_${string}` => `${kind}_${ulid().toLowerCase()}`;

/** Ids carry their kind; the brand keeps a driver's id from being passed as a vehicle's. */
export const TenantId = z
  .string()
  .regex(/^ten_[0-9a-z]{1,26}$/)
  .brand<'TenantId'>();
export type TenantId = z.infer<typeof TenantId>;
