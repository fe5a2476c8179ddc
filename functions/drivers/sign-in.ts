import { claim, UNDER_WAY_MS } from '../../shared/documents/claims.ts';
import { conflict, invalid } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { MEMBERSHIPS_VIEW, type MembershipCard, memberIdOf } from '../access/contract.ts';
import { type DriverEvent, driverStream } from './driver.ts';

/** Which driver asked last for a member to be their sign-in: one document for each member, so that no two drivers get them at once. */
interface Claim {
  readonly driverId: string;
  readonly at: string;
}

type Ports = Pick<Services, 'operations' | 'streams' | 'clock'>;

/** Whether what a claim was for holds: as the driver's stream says, or, before that says anything, for a minute. */
const holds = async (ports: Ports, tenantId: string, memberId: string, { driverId, at }: Claim): Promise<boolean> => {
  const { events } = await ports.streams.read<DriverEvent>(driverStream(tenantId, driverId));
  const about = events.filter(({ event }) => 'memberId' in event.data && event.data.memberId === memberId);
  const last = about.at(-1);
  if (events.some(({ event }) => event.type === 'DriverErased')) return false;
  if (last && last.at >= at) return last.event.type !== 'DriverSignInUnlinked';
  return ports.clock().getTime() - Date.parse(at) < UNDER_WAY_MS;
};

/** @throws FleetError `conflict` when another driver has this sign-in. */
export const claimSignIn = (ports: Ports, tenantId: string, memberId: string, driverId: string): Promise<void> =>
  claim<Claim>(ports.operations.in(tenantId, 'sign-in-claims'), memberId, async (current) => {
    if (current && current.driverId !== driverId && (await holds(ports, tenantId, memberId, current)))
      throw conflict('drivers/sign-in-taken', 'Another driver has this sign-in.', { driverId: current.driverId });
    return { driverId, at: ports.clock().toISOString() };
  });

/** The member whom an address names. @throws FleetError `invalid` naming `field` when this is no member of the role driver. */
export const requireMember = async (
  { views }: Pick<Services, 'views'>,
  tenantId: string,
  email: string,
  field: string,
): Promise<string> => {
  const memberId = memberIdOf(email);
  const member = await views.in(tenantId, MEMBERSHIPS_VIEW).get<MembershipCard>(memberId);
  if (!member?.doc.active || member.doc.role !== 'driver')
    throw invalid('drivers/no-member', 'The company has no such member.', [
      { path: [field], message: 'Give the address of a member whose role is driver.' },
    ]);
  return memberId;
};
