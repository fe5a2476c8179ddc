import { invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { MEMBERSHIPS_VIEW, type MembershipCard, memberIdOf } from '../access/contract.ts';
import type { StoredAssignment } from './assignment-cards.ts';
import type { CurrentAssignment } from './contract.ts';

type Views = Pick<Services, 'views'>;

/** @throws FleetError `invalid` naming `field` when this is no driver of the company. */
export const requireDriver = async ({ views }: Views, tenantId: string, driverId: string, field: string) => {
  const member = await views.in(tenantId, MEMBERSHIPS_VIEW).get<MembershipCard>(driverId);
  if (!member?.doc.active || member.doc.role !== 'driver')
    throw invalid('assignments/no-driver', 'The company has no such driver.', [
      { path: [field], message: 'Give the address of a member whose role is driver.' },
    ]);
};

/** The id of the driver whom the caller names by address. @throws FleetError `invalid` naming `field`. */
export const driverNamed = async (services: Views, tenantId: string, email: string, field: string) => {
  const driverId = memberIdOf(email);
  await requireDriver(services, tenantId, driverId, field);
  return driverId;
};

/** Assignments with their drivers' addresses; vehicles that nobody drives are left out. */
export const withDrivers = async (
  { views }: Views,
  tenantId: string,
  cards: readonly StoredAssignment[],
): Promise<CurrentAssignment[]> => {
  const members = await views.getMany<MembershipCard>(
    tenantId,
    cards.map(({ driverId = '' }) => ({ path: [MEMBERSHIPS_VIEW], id: driverId || 'nobody' })),
  );
  return cards.flatMap(({ vehicleId, assignmentId, driverId, since }, index) =>
    assignmentId && driverId && since
      ? [{ vehicleId, assignmentId, driver: { id: driverId, email: members[index]?.doc.email ?? '' }, since }]
      : [],
  );
};
