import type { Execution } from '../../shared/eventstore/execute.ts';
import { conflict, invalid, isKind } from '../../shared/kernel/errors.ts';
import type { Versioned } from '../../shared/projections/projection.ts';
import type { Services } from '../../shared/services.ts';
import { MEMBERSHIPS_VIEW, type MembershipCard } from '../access/contract.ts';
import { DRIVERS_VIEW, type DriverCard } from '../drivers/contract.ts';
import { driverResource } from '../drivers/resource.ts';
import { ensureDriver } from '../drivers/use-cases.ts';
import { recordOf, stateOf } from './assigned.ts';
import { type AssignmentCard, OPEN } from './assignment-cards.ts';
import type { Assignment, CurrentAssignment, DriverRef } from './contract.ts';

type Views = Pick<Services, 'views' | 'streams'>;

const noDriver = (field: string) =>
  invalid('assignments/no-driver', 'The company has no such driver.', [
    { path: [field], message: 'Give a driver, or the address of a member whose role is driver.' },
  ]);

/**
 * The driver, who may drive at that time.
 * @throws FleetError `invalid` naming `field` when there is none; `conflict` when they do not drive.
 */
export const requireDriver = async (
  services: Views,
  caller: Parameters<typeof driverResource.find>[1],
  driverId: string,
  { field, later = false }: { field: string; later?: boolean },
): Promise<DriverCard> => {
  const driver = await driverResource.find(services, caller, driverId).catch((error: unknown) => {
    throw isKind(error, 'not-found') ? noDriver(field) : error;
  });
  // Who is on leave will be back.
  if (driver.status === 'active' || (later && driver.status === 'on-leave')) return driver;
  throw conflict('assignments/driver-not-there', 'This driver does not drive at present.', { status: driver.status });
};

/** The id of the driver whom the caller names by address or by id. @throws FleetError `invalid` naming the field. */
export const driverNamed = async (
  services: Services,
  tenantId: string,
  { email, driverId }: { email?: string | undefined; driverId?: string | undefined },
  fields: { email: string; driverId: string },
  cause: Execution,
): Promise<string> => {
  if (driverId !== undefined) return driverId;
  if (email === undefined) throw noDriver(fields.driverId);
  return ensureDriver(services, tenantId, email, fields.email, cause).catch((error: unknown) => {
    throw isKind(error, 'invalid') ? noDriver(fields.email) : error;
  });
};

/** The member whom to tell what concerns a driver; null for a driver without a sign-in. */
export const memberOfDriver = async (
  { views }: Pick<Services, 'views'>,
  tenantId: string,
  driverId: string,
): Promise<string | null> => {
  const driver = await views.in(tenantId, DRIVERS_VIEW).get<DriverCard>(driverId);
  return driver ? (driver.doc.memberId ?? null) : driverId.replace(/^drv_/, '');
};

const UNKNOWN = 'Unknown driver';

/**
 * The drivers of assignments, by their ids, in one request. An assignment from before there were driver records may name somebody who has none;
 * then it is the member it names.
 */
const driversOf = async ({ views }: Pick<Services, 'views'>, tenantId: string, driverIds: readonly string[]) => {
  const ids = [...new Set(driverIds)];
  const records = ids.map((id) => ({ path: [DRIVERS_VIEW], id }));
  const members = ids.map((id) => ({ path: [MEMBERSHIPS_VIEW], id: id.replace(/^drv_/, '') }));
  if (ids.length === 0) return new Map<string, DriverRef>();
  const found = await views.getMany<Versioned<DriverCard> | MembershipCard>(tenantId, [...records, ...members]);
  return new Map(
    ids.map((id, index): [string, DriverRef] => {
      const driver = found[index]?.doc;
      if (driver && 'name' in driver)
        return [id, { id, name: driver.name, ...(driver.email !== undefined && { email: driver.email }) }];
      const member = found[ids.length + index]?.doc;
      return [
        id,
        member?.email === undefined ? { id, name: UNKNOWN } : { id, name: member.email, email: member.email },
      ];
    }),
  );
};

/** Assignments as the API shows them at a moment. */
export const shownAt = async (
  services: Pick<Services, 'views'>,
  tenantId: string,
  cards: readonly AssignmentCard[],
  now: string,
): Promise<Assignment[]> => {
  const drivers = await driversOf(
    services,
    tenantId,
    cards.map(({ driverId }) => driverId),
  );
  return cards.map((card) => ({
    ...recordOf(card),
    state: stateOf(card, now),
    driver: drivers.get(card.driverId) ?? { id: card.driverId, name: UNKNOWN },
  }));
};

/** Who drives a vehicle, as the API shows it. */
export const shownCurrent = async (
  services: Pick<Services, 'views'>,
  tenantId: string,
  { id: assignmentId, vehicleId, driverId, from: since, until }: Omit<AssignmentCard, 'version'>,
): Promise<CurrentAssignment> => {
  const driver = (await driversOf(services, tenantId, [driverId])).get(driverId) ?? { id: driverId, name: UNKNOWN };
  return { vehicleId, assignmentId, driver, since, ...(until !== OPEN && { until }) };
};
