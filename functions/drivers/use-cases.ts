import type { Execution } from '../../shared/eventstore/execute.ts';
import { type Caller, maySee } from '../../shared/identity/caller.ts';
import { type Named, namedIn } from '../../shared/imports/matching.ts';
import { fold } from '../../shared/kernel/decider.ts';
import type { Services } from '../../shared/services.ts';
import { normalEmail } from '../access/contract.ts';
import { handle } from './change-driver.ts';
import {
  DRIVERS_VIEW,
  type DriverCard,
  type DriverEntry,
  driverIdOfMember,
  memberDriversPartition,
} from './contract.ts';
import { type DriverEvent, driver, driverStream } from './driver.ts';
import type { Licence } from './licences.ts';
import { claimSignIn, requireMember } from './sign-in.ts';

// What other areas may ask this one to do.

/** A licence that a driver had once, and what it is now if they still have it and drive. */
export interface LicenceEver {
  readonly id: string;
  readonly licence?: Licence;
}

/** Every licence that a driver ever had, as their stream says: the view may lag behind. */
export const licencesEver = async (
  { streams }: Pick<Services, 'streams'>,
  tenantId: string,
  driverId: string,
): Promise<readonly LicenceEver[]> => {
  const { events } = await streams.read<DriverEvent>(driverStream(tenantId, driverId));
  const states = events.map(({ event }) => event);
  const state = fold(driver, states);
  const held = 'licences' in state && state.status !== 'left' ? state.licences : {};
  const ids = states.flatMap((event) => (event.type === 'LicenceAdded' ? [event.data.licenceId] : []));
  return ids.map((id) => ({ id, ...(held[id] && { licence: held[id] }) }));
};

/** The id of the driver whom a member signs in as, if they are one. */
export const driverOfMember = async (
  { lookups }: Pick<Services, 'lookups'>,
  tenantId: string,
  memberId: string,
): Promise<string | undefined> =>
  (await lookups.find<DriverEntry>(memberDriversPartition(tenantId), memberId))?.driverId;

/**
 * The driver who signs in with this address. A member whose role is driver and who has no record yet gets one. Safe to repeat.
 * @throws FleetError `invalid` naming `field` when this is no such member; `conflict` when they have been erased.
 */
export const ensureDriver = async (
  services: Services,
  tenantId: string,
  email: string,
  field: string,
  cause: Execution,
): Promise<string> => {
  const memberId = await requireMember(services, tenantId, email, field);
  const known = await driverOfMember(services, tenantId, memberId);
  if (known) return known;
  const driverId = driverIdOfMember(memberId);
  await claimSignIn(services, tenantId, memberId, driverId);
  const address = normalEmail(email);
  const person = { name: address.slice(0, address.indexOf('@')), email: address };
  const command = { type: 'Add', data: { driverId, person, memberId, now: cause.at } } as const;
  const { expected: _, ...run } = cause;
  await handle(services.streams, driverStream(tenantId, driverId), command, run);
  return driverId;
};

/** The drivers that people mean by these texts: an id, an employee number, an address or a name, as far as the caller may see them. */
export const driversNamed = (
  { views }: Pick<Services, 'views'>,
  caller: Caller,
  texts: readonly string[],
): Promise<Named<DriverCard>> =>
  namedIn<DriverCard>(
    views.in(caller.tenantId, DRIVERS_VIEW),
    texts,
    [
      { field: 'id' },
      { field: 'employeeNumber' },
      { field: 'email' },
      { field: 'sortName', of: (text) => text.toLowerCase() },
    ],
    ({ status, groupId }) => status !== 'left' && maySee(caller, groupId),
    'driver',
  );
