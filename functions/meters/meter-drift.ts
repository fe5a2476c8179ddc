import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { ok } from '../../shared/http/respond.ts';
import { fold } from '../../shared/kernel/decider.ts';
import { vehicleResource } from '../vehicles/resource.ts';
import { Meter, MeterDrift } from './contract.ts';
import type { CountedAt } from './count-meters.ts';
import { driftOf, readByPeople } from './drift.ts';
import { type MetersEvent, meters, metersStream } from './meters.ts';

export const meterDrift = (countedAt: CountedAt) =>
  endpoint({
    summary: 'Compare what people read with what the device counted',
    description:
      'Between the last readings by people that count. A device that drifts is wrongly fitted or configured, or people misread.',
    scope: 'meters:read',
    params: z.object({ vehicleId: z.string().max(255) }),
    query: z.strictObject({ meter: Meter.default('odometer') }),
    answer: MeterDrift,
    async run({ params: { vehicleId }, query: { meter }, caller }, services) {
      const { tenantId } = caller;
      await vehicleResource.find(services, caller, vehicleId);
      const { events } = await services.streams.read<MetersEvent>(metersStream(tenantId, vehicleId));
      const book = fold(
        meters,
        events.map(({ event }) => event),
      );
      const reads = readByPeople(book, meter);
      const counts = await Promise.all(reads.map(({ at }) => countedAt(services, tenantId, vehicleId, at)));
      return ok({ vehicleId, meter, ...driftOf(meter, reads, counts) });
    },
  });
