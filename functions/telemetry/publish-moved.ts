import { broadcaster } from '../../shared/live/broadcast.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { fleetGroup } from '../live/contract.ts';
import type { Position } from './contract.ts';
import { type ReceivedFix, toPosition } from './fix.ts';

const channel = perServices(({ push, log }) =>
  broadcaster<Position>(push, {
    keyOf: ({ vehicleId }) => vehicleId,
    message: (vehicles) => ({ type: 'vehicles-moved', vehicles }),
    onFailure: (group, error) => log.warn('A live update was not sent', { group, error }),
  }),
);

/**
 * Shows whoever watches the fleet where vehicles are, as soon as their fixes are accepted. A page that connects just then may have missed the message
 * and not find the fix in the latest state yet, which follows a time bucket later: so pages look at the latest state once more a moment after
 * they have connected.
 */
export const publishMoved = (
  services: Services,
  tenantId: string,
  moved: readonly { readonly vehicleId: string; readonly fix: ReceivedFix }[],
): void =>
  channel(services).publish(
    fleetGroup(tenantId),
    moved.map(({ vehicleId, fix }) => toPosition(vehicleId, fix)),
  );
