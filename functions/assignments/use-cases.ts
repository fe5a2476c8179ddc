import { everything } from '../../shared/documents/documents.ts';
import type { Services } from '../../shared/services.ts';
import { assignmentsOf } from './assigned.ts';
import type { AssignmentCard } from './assignment-cards.ts';

// What other areas may ask this one to do.

/** A vehicle at an instant, ISO 8601 UTC. */
export interface Moment {
  readonly vehicleId: string;
  readonly at: string;
}

const MAX_PAGE = 1_000;

/** Who drove each of some vehicles, each at some instant, as far as it is known: one query, however many they are. */
export const driversAt = async (
  services: Pick<Services, 'views'>,
  tenantId: string,
  moments: readonly Moment[],
): Promise<(moment: Moment) => string | undefined> => {
  const instants = moments.map(({ at }) => at).sort();
  const [first, last] = [instants[0], instants.at(-1)];
  if (first === undefined || last === undefined) return () => undefined;
  const within = {
    where: { cancelled: false, vehicleId: [...new Set(moments.map(({ vehicleId }) => vehicleId))] },
    // Bounds leave the upper out: what begins in the last instant counts.
    range: [
      { field: 'from', to: `${last}~` },
      { field: 'until', from: first },
    ],
    limit: MAX_PAGE,
  };
  const cards: AssignmentCard[] = [];
  for await (const card of everything<AssignmentCard>(assignmentsOf(services, tenantId), within)) cards.push(card);
  const byVehicle = Map.groupBy(cards, ({ vehicleId }) => vehicleId);
  return ({ vehicleId, at }) => byVehicle.get(vehicleId)?.find(({ from, until }) => from <= at && at < until)?.driverId;
};
