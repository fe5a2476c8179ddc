import type { EventsHandler } from '../../shared/area.ts';
import { MAX_TOGETHER, type Stored } from '../../shared/documents/documents.ts';
import type { Recorded } from '../../shared/eventstore/event-store.ts';
import { isKind } from '../../shared/kernel/errors.ts';
import { portions } from '../../shared/kernel/portions.ts';
import type { Services } from '../../shared/services.ts';
import { type FleetCounts, moved, type Standing, standingAfter } from './fleet-counts.ts';
import type { VehicleEvent } from './vehicle.ts';
import { vehicleCards } from './vehicle-cards.ts';

/** The company's own partition: one small document for each vehicle, and one for all of them. */
const PARTITION = 'fleet-counts';
const ALL = 'all';

interface Kept {
  readonly counts: FleetCounts;
}

export const fleetCountsOf = async ({ operations }: Pick<Services, 'operations'>, tenantId: string) =>
  (await operations.in(tenantId, PARTITION).get<Kept>(ALL))?.doc.counts ?? {};

type Stream = readonly [vehicleId: string, events: readonly Recorded<VehicleEvent>[]];

/**
 * Counts some vehicles anew: two requests. Both the vehicles and the sums are written, or nothing is, and only as long as nobody else has counted
 * meanwhile; so each vehicle is counted once.
 */
const countOnce = async ({ operations }: Services, tenantId: string, streams: readonly Stream[]): Promise<void> => {
  const ids = [ALL, ...streams.map(([vehicleId]) => vehicleId)];
  const [all, ...known] = await operations.getMany<object>(
    tenantId,
    ids.map((id) => ({ path: [PARTITION], id })),
  );
  let { counts } = (all?.doc ?? { counts: {} }) as Kept;
  const changed: { readonly id: string; readonly doc: Standing }[] = [];
  for (const [index, [id, events]] of streams.entries()) {
    const before = (known[index] as Stored<Standing> | undefined)?.doc;
    const after = standingAfter(before, events);
    if (!after || after === before) continue;
    counts = moved(counts, before, after);
    changed.push({ id, doc: after });
  }
  if (changed.length === 0) return;
  const condition = all ? { ifMatch: all.etag } : { create: true };
  const sums = { id: ALL, doc: { counts } satisfies Kept, ...condition };
  await operations.in(tenantId, PARTITION).putTogether<Kept | Standing>([sums, ...changed]);
};

/** Others count, too: the change feed is read in several places at once. A batch that fails here comes again. */
const count = async (
  services: Services,
  tenantId: string,
  streams: readonly Stream[],
  attempts = 10,
): Promise<void> => {
  try {
    await countOnce(services, tenantId, streams);
  } catch (error) {
    if (!isKind(error, 'stale') || attempts === 1) throw error;
    await count(services, tenantId, streams, attempts - 1);
  }
};

const isOfVehicle = (recorded: Recorded): recorded is Recorded<VehicleEvent> =>
  recorded.streamId.startsWith(vehicleCards.streams);

/** Keeps count of every fleet. */
export const countFleet: EventsHandler = {
  handler: (services) => async (recorded) => {
    for (const [tenantId, some] of Map.groupBy(recorded.filter(isOfVehicle), (one) => one.tenantId)) {
      const streams = Map.groupBy(some, ({ streamId }) => streamId.slice(vehicleCards.streams.length));
      for (const portion of portions([...streams], MAX_TOGETHER - 1, () => 1)) await count(services, tenantId, portion);
    }
  },
};
