import { z } from 'zod';
import { HistoryEntry, pageOf } from '../../shared/http/answers.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { notFound } from '../../shared/kernel/errors.ts';
import { type VehicleEvent, vehicleStream } from './vehicle.ts';

/** Everything that was ever decided about a vehicle, oldest first, straight from its stream. */
export const vehicleHistory = endpoint({
  summary: 'Show what was decided about a vehicle',
  scope: 'vehicles:read',
  answer: pageOf(HistoryEntry),
  params: z.object({ vehicleId: z.string() }),
  async run({ params: { vehicleId }, caller: { tenantId } }, { streams }) {
    const { events } = await streams.read<VehicleEvent>(vehicleStream(tenantId, vehicleId));
    if (events.length === 0) throw notFound('vehicles/not-found', 'There is no such vehicle.');
    return ok({
      items: events.map(({ version, event, at, actor }) => ({
        version,
        type: event.type,
        at,
        actor,
        data: event.data,
      })),
    });
  },
});
