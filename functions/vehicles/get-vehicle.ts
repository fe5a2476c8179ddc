import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok, unlessKnown } from '../../shared/http/respond.ts';
import { Vehicle } from './contract.ts';
import { type VehicleEvent, vehicleStream } from './vehicle.ts';
import { cardOf, vehicleNow } from './vehicle-cards.ts';

/** One vehicle: now, at a version at least, or as it was at an instant (`asOf`). */
export const getVehicle = endpoint({
  summary: 'Show a vehicle',
  scope: 'vehicles:read',
  answer: Vehicle,
  params: z.object({ vehicleId: z.string() }),
  query: z.object({
    asOf: z.iso.datetime({ offset: true }).optional(),
    atLeast: z.coerce.number().int().min(1).optional(),
  }),
  async run({ params: { vehicleId }, query: { asOf, atLeast }, caller: { tenantId }, request }, services) {
    if (!asOf) {
      const now = await vehicleNow(services, tenantId, vehicleId, atLeast);
      return unlessKnown(request.headers.get('if-none-match'), now);
    }
    const { events } = await services.streams.read<VehicleEvent>(vehicleStream(tenantId, vehicleId));
    const instant = new Date(asOf).toISOString();
    // A prefix, not a filter: clocks of two instances may differ, and a state with a hole in its past never was.
    const end = events.findIndex(({ at }) => at > instant);
    return ok(cardOf(end < 0 ? events : events.slice(0, end)));
  },
});
