import { z } from 'zod';
import { endpoint } from '../../shared/http/endpoint.ts';
import { entity } from '../../shared/http/respond.ts';
import { changeMeters, metersAfter } from './change-meters.ts';
import { MeterReading, ReplaceMeterBody, VehicleMeters, VoidReadingBody } from './contract.ts';
import { shownReading } from './readings.ts';

const Params = z.object({ vehicleId: z.string().max(255), readingId: z.string().max(255) });

export const voidReading = endpoint({
  summary: 'Say that a reading does not count',
  description: 'Readings that were doubted because of it count again, when nothing else speaks against them.',
  scope: 'meters:write',
  params: Params,
  body: VoidReadingBody,
  answer: MeterReading,
  async run(input, services) {
    const { params, body, now } = input;
    const command = { type: 'Void', data: { readingId: params.readingId, reason: body.reason, now } } as const;
    const { book, version } = await changeMeters(services, input, params.vehicleId, command);
    return entity(shownReading(book, params.vehicleId, params.readingId, version));
  },
});

export const acceptReading = endpoint({
  summary: 'Let a doubted reading count',
  scope: 'meters:write',
  params: Params,
  answer: MeterReading,
  async run(input, services) {
    const { params, now } = input;
    const command = { type: 'Accept', data: { readingId: params.readingId, now } } as const;
    const { book, version } = await changeMeters(services, input, params.vehicleId, command);
    return entity(shownReading(book, params.vehicleId, params.readingId, version));
  },
});

export const replaceMeter = endpoint({
  summary: 'Record that a meter was replaced',
  description: 'The new one goes on from where the old one ended: `total` counts both.',
  scope: 'meters:write',
  params: z.object({ vehicleId: z.string().max(255) }),
  body: ReplaceMeterBody,
  answer: VehicleMeters,
  async run(input, services) {
    const { params, body, now } = input;
    const after = await changeMeters(services, input, params.vehicleId, { type: 'Replace', data: { ...body, now } });
    return entity(metersAfter(params.vehicleId, after));
  },
});
