import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { Position } from './contract.ts';
import { toPosition } from './fix.ts';
import { shardOf } from './shard-of.ts';

/** Where a vehicle is, as far as we know. */
export const latestPosition = endpoint({
  summary: 'Show where a vehicle is',
  scope: 'telemetry:read',
  answer: Position,
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller }, services) {
    const found = await shardOf(services, caller, vehicleId);
    const fix = found?.state.vehicles[vehicleId]?.latest;
    if (!fix) throw notFound('telemetry/no-position', 'This vehicle has not reported a position yet.');
    return ok(toPosition(vehicleId, fix));
  },
});
