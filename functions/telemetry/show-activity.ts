import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { Activity, activityOf } from './activity.ts';
import { shardOf } from './shard-of.ts';

/** What a vehicle is doing: driving, standing with the engine on, parked; on which trip, in which geofences. */
export const showActivity = endpoint({
  summary: 'Show what a vehicle is doing',
  scope: 'telemetry:read',
  answer: Activity,
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller }, services) {
    const found = await shardOf(services, caller, vehicleId);
    const memory = found?.state.vehicles[vehicleId];
    if (!memory) throw notFound('telemetry/no-position', 'This vehicle has not reported a position yet.');
    return ok(activityOf(vehicleId, memory));
  },
});
