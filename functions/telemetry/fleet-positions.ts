import { everything } from '../../shared/documents/documents.ts';
import { pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { type Position, Position as PositionSchema } from './contract.ts';
import { toPosition } from './fix.ts';
import { seenOf } from './in-service.ts';
import type { ShardState } from './shard-state.ts';

/** Where every vehicle in service is: the first picture of the map, which the live channel then keeps moving. */
export const fleetPositions = endpoint({
  summary: 'Show where every vehicle in service is',
  scope: 'telemetry:read',
  answer: pageOf(PositionSchema),
  async run({ caller }, services) {
    const items: Position[] = [];
    for await (const { vehicles } of everything<ShardState>(services.live.in(caller.tenantId))) {
      const isSeen = await seenOf(services, caller, Object.keys(vehicles));
      for (const [vehicleId, fix] of Object.entries(vehicles))
        if (isSeen(vehicleId)) items.push(toPosition(vehicleId, fix));
    }
    return ok({ items });
  },
});
