import { groupTreeOf, lineageOf } from '../../shared/identity/group-tree.ts';
import { type BroadcastOptions, broadcaster, type Moving } from '../../shared/live/broadcast.ts';
import { perServices, type Services } from '../../shared/services.ts';
import { branchGroup, fleetGroup, limitedGroup } from '../live/contract.ts';
import { type VehicleEntry, vehiclesPartition } from '../vehicles/contract.ts';
import { type ReceivedFix, toPosition } from './fix.ts';

/** A fix on its way to whoever watches: it becomes a position when it goes out, as nobody watches most of them. */
interface Moved extends Moving {
  readonly tenantId: string;
  readonly vehicleId: string;
  readonly fix: ReceivedFix;
}

/** There may be a thousand branches, and few watch one: whether anybody does is not asked every second. */
const BRANCH_WATCHED_FOR_MS = 3_000;

const channels = perServices((services) => {
  const { push, lookups, log } = services;
  const vehiclesMoved: Omit<BroadcastOptions<Moved>, 'watchedForMs'> = {
    keyOf: ({ vehicleId }) => vehicleId,
    message: (moved) => ({
      type: 'vehicles-moved',
      vehicles: moved.map(({ vehicleId, fix }) => toPosition(vehicleId, fix)),
    }),
    onFailure: (group, error) => log.warn('A live update was not sent', { group, error }),
  };
  const branches = broadcaster<Moved>(push, { ...vehiclesMoved, watchedForMs: BRANCH_WATCHED_FOR_MS });

  /** Each to the group of its vehicle and to all that are above it. */
  const toBranches = async (moved: readonly Moved[]): Promise<void> => {
    const [{ tenantId } = { tenantId: '' }] = moved;
    const ids = moved.map(({ vehicleId }) => vehicleId);
    const vehicles = await lookups.findMany<VehicleEntry>(vehiclesPartition(tenantId), ids);
    const tree = await groupTreeOf(lookups, tenantId);
    for (const one of moved)
      for (const groupId of lineageOf(tree, vehicles.get(one.vehicleId)?.groupId))
        branches.publish(branchGroup(tenantId, groupId), [one]);
  };

  return {
    fleets: broadcaster<Moved>(push, vehiclesMoved),
    /** Looks for branches only while somebody who is limited to any is there. */
    limited: broadcaster<Moved>(
      { isWatched: push.isWatched, toGroup: (_, moved) => toBranches(moved as readonly Moved[]) },
      {
        keyOf: vehiclesMoved.keyOf,
        message: (moved) => moved,
        onFailure: vehiclesMoved.onFailure,
        watchedForMs: BRANCH_WATCHED_FOR_MS,
      },
    ),
  };
});

/**
 * Shows whoever watches the fleet where vehicles are, as soon as their fixes are accepted; and whoever is limited to groups, where the vehicles of these
 * are. A page that connects just then may have missed the message and not find the fix in the latest state yet, which follows a time bucket later: so
 * pages look at the latest state once more a moment after they have connected.
 */
export const publishMoved = (
  services: Services,
  tenantId: string,
  moved: readonly { readonly vehicleId: string; readonly fix: ReceivedFix }[],
): void => {
  const { fleets, limited } = channels(services);
  const news = moved.map(({ vehicleId, fix }): Moved => ({ tenantId, vehicleId, fix, at: fix.at }));
  fleets.publish(fleetGroup(tenantId), news);
  limited.publish(limitedGroup(tenantId), news);
};
