import type { Asking } from '../../shared/http/cause.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { conflict, isKind, stale } from '../../shared/kernel/errors.ts';
import type { Services } from '../../shared/services.ts';
import { isInUse } from './contract.ts';
import { type VehicleEvent, vehicle, vehicleStream } from './vehicle.ts';

/** Which vehicle a VIN is taken by, and for which request: one document for each VIN, so that no two vehicles in use get the same at once. */
interface Claim {
  readonly vehicleId: string;
  /** As in the event that is about to come. */
  readonly at: string;
  readonly correlationId: string;
}

/** Between claim and event lie milliseconds; a claim whose event has not come by then was abandoned by a crash or a refusal. */
const UNDER_WAY_MS = 60_000;
const MAX_ATTEMPTS = 5;

type Ports = Pick<Services, 'operations' | 'streams' | 'clock'>;

const holds = async ({ streams, clock }: Ports, tenantId: string, vin: string, claim: Claim): Promise<boolean> => {
  const { events } = await streams.read<VehicleEvent>(vehicleStream(tenantId, claim.vehicleId));
  const state = fold(
    vehicle,
    events.map(({ event }) => event),
  );
  if (state.status !== 'absent' && state.details.vin === vin) return isInUse(state.status);
  const hasCome = events.some(({ at, correlationId }) => at === claim.at && correlationId === claim.correlationId);
  return !hasCome && clock().getTime() - Date.parse(claim.at) < UNDER_WAY_MS;
};

/**
 * Takes a VIN for a vehicle that is about to have it. Nothing needs to be given back: a claim holds no longer than its vehicle has the VIN
 * and is in use.
 * @throws FleetError `conflict` when another vehicle in use has it. Which one is not told: the caller may not be allowed to see it.
 */
export const claimVin = async (
  ports: Ports,
  { caller: { tenantId }, now: at, correlationId }: Pick<Asking, 'caller' | 'now' | 'correlationId'>,
  vin: string,
  vehicleId: string,
): Promise<void> => {
  const claims = ports.operations.in(tenantId, 'vin-claims');
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const stored = await claims.get<Claim>(vin);
    const isOurs = stored?.doc.vehicleId === vehicleId;
    if (stored && !isOurs && (await holds(ports, tenantId, vin, stored.doc)))
      throw conflict('vehicles/vin-taken', 'Another vehicle in use has this VIN.', { vin });
    const claim: Claim = { vehicleId, at, correlationId };
    try {
      await claims.put(vin, claim, stored ? { ifMatch: stored.etag } : { create: true });
      return;
    } catch (error) {
      if (!isKind(error, 'stale')) throw error;
    }
  }
  throw stale('vehicles/contended', 'Too many ask for this VIN at once; try again.');
};
