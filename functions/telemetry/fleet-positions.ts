import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { type Position, Position as PositionSchema } from './contract.ts';
import { toPosition } from './fix.ts';
import { seenOf } from './in-service.ts';
import { everyShard } from './shard-of.ts';

/** Where every vehicle in service is: the first picture of the map, which the live channel then keeps moving. */
export const fleetPositions = endpoint({
  summary: 'Show where every vehicle in service is',
  scope: 'telemetry:read',
  answer: pageOf(PositionSchema),
  async run({ caller }, services) {
    const items: Position[] = [];
    for (const { vehicles } of await everyShard(services, caller.tenantId)) {
      const isSeen = await seenOf(services, caller, Object.keys(vehicles));
      for (const [vehicleId, { latest }] of Object.entries(vehicles))
        if (isSeen(vehicleId)) items.push(toPosition(vehicleId, latest));
    }
    return ok({ items });
  },
});
