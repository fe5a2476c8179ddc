import { conflict, isKind, stale } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isOver } from './assignment.ts';
import { assignmentStateOf } from './assignment-state.ts';

/** Which assignment a driver is taken by: one document for each driver, so that no two vehicles get them at once. */
interface Claim {
  readonly vehicleId: string;
  readonly assignmentId: string;
  /** For an assignment that was over and is about to hold again. */
  readonly reopens: boolean;
  readonly at: string;
}

/** Between claim and assignment lie milliseconds; a claim whose assignment has not come by then was abandoned by a crash. */
const UNDER_WAY_MS = 60_000;
const MAX_ATTEMPTS = 5;

type Ports = Pick<Services, 'operations' | 'streams' | 'clock'>;

const holds = async (
  ports: Ports,
  tenantId: string,
  { vehicleId, assignmentId, reopens, at }: Claim,
): Promise<boolean> => {
  const { state } = await assignmentStateOf(ports, tenantId, vehicleId);
  if (state.current === assignmentId) return true;
  if (isOver(state, assignmentId) && !reopens) return false;
  return ports.clock().getTime() - Date.parse(at) < UNDER_WAY_MS;
};

/**
 * Takes a driver for an assignment that is about to hold. Nothing needs to be given back: a claim holds no longer than its assignment.
 * @throws FleetError `conflict` when the driver has another vehicle.
 */
export const claimDriver = async (
  ports: Ports,
  tenantId: string,
  driverId: string,
  wanted: Omit<Claim, 'at'>,
): Promise<void> => {
  const claims = ports.operations.in(tenantId, 'driver-claims');
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const stored = await claims.get<Claim>(driverId);
    const isOurs = stored?.doc.assignmentId === wanted.assignmentId;
    if (stored && !isOurs && (await holds(ports, tenantId, stored.doc)))
      throw conflict('assignments/driver-busy', 'This driver has another vehicle.', {
        vehicleId: stored.doc.vehicleId,
      });
    const claim: Claim = { ...wanted, at: ports.clock().toISOString() };
    try {
      await claims.put(driverId, claim, stored ? { ifMatch: stored.etag } : { create: true });
      return;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
    }
  }
  throw stale('assignments/contended', 'Too many ask for this driver at once; try again.');
};
